"""Every address that is not a page: the admin, the form, the redirect. Pages answer to the rest.

What only staff ask for is not there at all in the public process (SERVES in deploy/env.example).
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern
from wagtail.utils.urlpatterns import decorate_urlpatterns

from migs_site.editorial.sent_forms import once
from migs_site.serving import PUBLIC
from migs_site.static_edition.views import signers
from migs_site.web.drawn_images import card, wordmark
from migs_site.web.methods import takes_forms
from migs_site.web.permanent_addresses import contact_card, current_address, reference_file
from migs_site.web.sitemap import LivePages
from migs_site.web.stored_files import document, picture
from migs_site.web.views import choose_language, robots, serve_page

handler400 = "migs_site.web.errors.bad_request"
handler403 = "migs_site.web.errors.permission_denied"
handler404 = "migs_site.web.errors.page_not_found"
handler500 = "migs_site.web.errors.server_error"

urlpatterns = [
    path("", choose_language, name="choose-language"),
    re_path(r"^documents/(\d+)/(.*)$", document, name="wagtaildocs_serve"),
    path("media/images/<path:name>", picture),
    path("robots.txt", robots),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": LivePages}}, name="sitemap"),
    path("static-edition.signers", signers),
    path("cards/<int:page_id>-<slug:fingerprint>.png", card, name="card"),
    re_path(r"^wordmark/(?P<language>en|fr)\.svg$", wordmark, name="wordmark"),
    re_path(r"^wordmark/(?P<language>en|fr)-on-dark\.svg$", wordmark, {"on_dark": True}),
    path("id/<int:page_id>", current_address, name="permanent"),
    path("id/<int:page_id>.vcf", contact_card, name="contact-card"),
    path("id/<int:page_id>.<str:ending>", reference_file, name="reference"),
    path("id/<int:page_id>/<slug:part>.<str:ending>", reference_file, name="reference"),
    path("", include("donations.printed_urls")),
]

if settings.SERVES != PUBLIC:
    urlpatterns += [
        path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, once))),
        path("documents/", include(decorate_urlpatterns(wagtaildocs_urls.urlpatterns, takes_forms))),
        path("styleguide/", include("migs_site.styleguide.urls")),
    ]

urlpatterns += i18n_patterns(
    path(_("apply/"), include("internships.urls")),
    path(_("give/"), include("donations.urls")),
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
)

if settings.SERVES != PUBLIC:
    urlpatterns += i18n_patterns(path("", include(decorate_urlpatterns(wagtail_urls.urlpatterns, takes_forms))))
