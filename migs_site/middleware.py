"""What each request passes through: the language of its address, and the security policy of its answer."""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

ADMIN_PATH = "/admin/"


class AddressLanguageMiddleware(MiddlewareMixin):
    """Take the language from the address alone; an address without one is answered in the default language.

    Django's own middleware asks cookies and the browser too, so that one address would give two pages.
    """

    def process_request(self, request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere but in the admin, whose own pages need a wider one and frames of the site itself.

    A preview in the editor is a request inside a request: only the outer one, below the admin, decides.
    """

    def process_response(self, request, response):
        if getattr(request, "is_dummy", False):
            return response
        if request.path_info.startswith(ADMIN_PATH):
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return super().process_response(request, response)

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(ADMIN_PATH):
            parts.replace = settings.CONTENT_SECURITY_POLICY_ADMIN
        return parts
