"""What the role of the public process may do, table by table and why. What is not here it may not.

A new table is not here: a page type that is forgotten is an error on its page, and no leak. tests/migs_site/public_role
holds the whole list, and what a stolen process can do with it. Decision 23 says more.
"""

from typing import NamedTuple


class Grant(NamedTuple):
    """rights: as SQL has them, with columns in brackets where not all are meant."""

    tables: str
    rights: str
    why: str


PAGES = "What pages show. Of a page that is not live, the words that its own tables hold as well."
SITE = "Where the site begins, its languages and the types of its pages"

GRANTS = [
    Grant("wagtailcore_page wagtailcore_locale wagtailcore_site django_content_type", "SELECT", SITE),
    Grant("content_version", "SELECT", "whether what is kept still holds; what is written makes a new one by itself"),
    Grant("django_migrations", "SELECT (app, name)", "whether the database is as far as the release, for /-/ready"),
    Grant("procrastinate_workers", "SELECT (last_heartbeat)", "whether a worker is there, for /-/ready"),
    Grant(
        "migs_site_errorreport",
        "INSERT (kind, times, request_id, path, seen_at)",
        "errors of its own, of which the worker tells administrators",
    ),
    Grant("wagtailredirects_redirect", "SELECT", "where an old address leads"),
    Grant("migs_site_homepage migs_site_standardpage migs_site_projectpage migs_site_contactpage", "SELECT", PAGES),
    Grant("migs_site_contactdetails migs_site_sociallink migs_site_launch migs_site_projectfunder", "SELECT", PAGES),
    Grant("people_personpage people_peopleindexpage people_grouppage", "SELECT", PAGES),
    Grant("people_membership people_organization", "SELECT", PAGES),
    Grant(
        "recommendations_recommendationindexpage recommendations_recommendationsetpage"
        " recommendations_recommendationpage recommendations_progresspage recommendations_bookpage",
        "SELECT",
        PAGES,
    ),
    Grant(
        "recommendations_addressee recommendations_backing recommendations_dependency recommendations_correction"
        " recommendations_progressentry recommendations_progresssource recommendations_authorship"
        " recommendations_edition recommendations_bookseller recommendations_librarycatalogue",
        "SELECT",
        PAGES,
    ),
    Grant("outside_links_outsidelink", "SELECT", "which links to other sites are known to be dead"),
    Grant("images_siteimage images_siterendition", "SELECT", "pictures; their sizes are made by the worker alone"),
    Grant("wagtaildocs_document wagtailcore_collection", "SELECT", "reports, and the folders they lie in"),
    Grant("wagtailcore_collectionviewrestriction", "SELECT", "which folders are not for everybody"),
    Grant("donations_donatepage donations_donationtarget", "SELECT", PAGES),
    Grant("donations_donationcount", "SELECT, INSERT, UPDATE (count)", "one more donor who was sent on today"),
    Grant("rate_limits_budget", "SELECT, INSERT, UPDATE (whole_again_at)", "limits; those of visitors alone (policy)"),
    Grant("internships_internshippage internships_internshipsettings", "SELECT", PAGES),
    Grant("internships_round internships_round_projects", "SELECT", "when may be applied"),
    Grant(
        "internships_latecode",
        "SELECT (id, round_id, code, expires_at, created_at, used_at), UPDATE (used_at)",
        "whether a code holds, and that it has been used; not the note of staff about it",
    ),
    Grant("internships_privacynotice", "SELECT, INSERT", "the wording that an applicant agrees to"),
    Grant("internships_erasedlink", "SELECT", "hashes of links to what was erased"),
    # Of these only the rows of the one application whose token is presented (migration 44).
    Grant(
        "internships_application",
        "SELECT, INSERT, UPDATE (language, saved_at, typed, flags, name, email, institution, programme, level,"
        " availability, message, notice_id, round_id, late_code_id)",
        "a draft; once it is received it is changed no more, and goes on by its moves",
    ),
    Grant("internships_applicationlink", "SELECT, INSERT, UPDATE (expires_at)", "the link of a draft that is begun"),
    Grant("internships_application_projects", "SELECT, INSERT, DELETE", "what is applied for"),
    Grant("internships_applicationfile", "SELECT, INSERT, DELETE", "files that are attached and taken away again"),
    Grant("internships_applicationfilechunk", "INSERT", "their content, which it can never read again"),
    Grant("internships_statechange", "SELECT, INSERT", "sending, withdrawing, accepting and declining"),
    Grant(
        "outbox_mail",
        'SELECT (id, key, about, state, "to", subject, text, sent_at)',
        "the mails about it that were sent; it writes none, and asks for those that are due (functions below)",
    ),
    Grant("internships_packedfiles internships_packedfileschunk", "SELECT", "an archive whose key is presented"),
]
FUNCTIONS = {
    "internships_token_hash()": "asked by the policies",
    "internships_presented()": "asked by the policies",
    "internships_is_new(uuid)": "asked by the policies",
    "internships_places_taken(bigint)": "whether a round is full",
    "internships_lock_places(bigint[], text)": "of two who want the last place one waits",
    "internships_confirm_address()": "that a mailed link was used",
    "internships_ask_for_mail(text)": "which mail is due; the worker writes it",
    "internships_ask_for_links(text)": "the links of an address; the worker looks for them",
    "internships_erase_presented()": "a student erases everything",
    "images_want_renditions(bigint, text)": "sizes of a picture; the worker makes them",
}


def table_grants() -> dict[str, str]:
    """The rights on each table."""
    return {table: grant.rights for grant in GRANTS for table in grant.tables.split()}
