from .pages import DonatePage
from .targets import DonationCount, DonationTarget

__all__ = ["DonatePage", "DonationCount", "DonationTarget"]
