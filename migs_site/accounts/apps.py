from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "migs_site.accounts"
    label = "accounts"
