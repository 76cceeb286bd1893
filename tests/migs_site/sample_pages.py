"""One page of every type, and lists of one and of three things on them."""

from migs_site.images.tasks import make_renditions
from migs_site.models import Launch, ProjectFunder
from people.models import GroupPage
from tests.factories import donations, internships, pages, people, recommendations
from tests.factories.images import image
from tests.factories.link_checker import broken_link

SURNAMES = ["Méndez", "Neve", "Stein"]


def recommendation():
    """One that depends on another."""
    made = recommendations.recommendation_set()
    later, earlier = (recommendations.recommendation(made, number=number) for number in (7, 6))
    recommendations.dependency(later, earlier)
    return later


SAMPLE_PAGES = {
    "donations.DonatePage": donations.donate_page,
    "internships.InternshipPage": internships.internship_page,
    "migs_site.ContactPage": pages.contact_page,
    "migs_site.HomePage": pages.home_page,
    "migs_site.ProjectPage": pages.project_page,
    "migs_site.StandardPage": pages.standard_page,
    "people.GroupPage": people.group_page,
    "people.PeopleIndexPage": people.people_index,
    "people.PersonPage": people.person_page,
    "recommendations.BookPage": recommendations.book_page,
    "recommendations.ProgressPage": lambda: assessed(1),
    "recommendations.RecommendationIndexPage": recommendations.recommendation_index,
    "recommendations.RecommendationPage": recommendation,
    "recommendations.RecommendationSetPage": lambda: recommendations.recommendation_set(launched_on="2009-09-22"),
}


def persons(number: int) -> list:
    made = [people.person_page(given_names="A.", surname=surname) for surname in SURNAMES[:number]]
    for person in made:
        pages.translate(person)
    return made


def organizations(number: int, slug: str = "body") -> list:
    return [people.organization(slug=f"{slug}-{n}", name_en=f"Body {n}") for n in range(number)]


def group_with(number: int) -> GroupPage:
    group = people.group_page()
    for person in persons(number):
        people.membership(group, person, role_en="Chair", role_fr="Présidence")
    return group


def index_with(number: int):
    made = persons(number)
    for n in range(number):
        group = people.group_page(title=f"Group {n}")
        for person in made:
            people.membership(group, person)
        pages.translate(group)
    return people.people_index()


def person_in(number: int):
    [person] = persons(1)
    for n in range(number):
        group = people.group_page(title=f"Group {n}")
        people.membership(group, person)
        pages.translate(group)
    return person


def author_of(number: int):
    """Who wrote as many books, and a set that comes from each."""
    [person] = persons(1)
    for n in range(number):
        book = recommendations.book_page(title=f"Book {n}", book_title=f"Book {n}")
        recommendations.edition(book, isbn="")
        recommendations.authorship(book, person)
        recommendations.recommendation_set(title=f"Set {n}", slug=f"set-{n}", source=book)
    return person


def set_with(number: int):
    """Recommendations to as many addressees; each but the first depends on all before it."""
    made = []
    home = recommendations.recommendation_set()
    for n in range(1, number + 1):
        to = recommendations.addressee(slug=f"body-{n}", name_en=f"Office {n}", name_fr=f"Bureau {n}")
        page = recommendations.recommendation(home, number=n, statement=f"Do {n}.", addressee=to)
        for earlier in made:
            recommendations.dependency(page, earlier)
        pages.translate(page)
        made.append(page)
    return home


def recommendation_needing(number: int):
    return set_with(number + 1).get_children().last().specific


def outcomes(number: int):
    """A set out of a book, with as many outcomes of its own and as many recommendations that were assessed."""
    home = set_with(number)
    home.source = recommendations.book_page()
    home.save_revision().publish()
    pages.translate(home.source)
    for n, page in enumerate(home.get_children().specific(), start=1):
        recommendations.progress_entry(page)
        recommendations.progress_entry(home, status="", date=f"201{n}")
    return home


def record(number: int):
    """A recommendation that others need, with as many entries, each assessed by somebody."""
    page = recommendation_needing(number)
    for n, person in enumerate(persons(number)):
        recommendations.progress_entry(page, date=f"201{n}", assessed_by=person)
    return page


def assessed(number: int):
    """The progress page over as many recommendations, each with an entry."""
    outcomes(number)
    return recommendations.progress_page()


def sets(number: int):
    for n in range(number):
        made = recommendations.recommendation_set(title=f"Set {n}", slug=f"set-{n}")
        pages.translate(recommendations.recommendation(made, number=1))
    return recommendations.recommendation_index()


ISBNS = ["978-0-7735-3804-7", "978-0-306-40615-7", "978-1-85798-218-3"]


def book_in(number: int):
    """A book in so many editions, each with so many sellers in as many countries."""
    book = recommendations.book_page()
    sellers = list(zip(organizations(number), ["CA", "US", ""], strict=False))
    for isbn in ISBNS[:number]:
        edition = recommendations.edition(book, isbn=isbn)
        for seller, country in sellers:
            recommendations.book_seller(edition, seller, country=country)
    return book


def book_with(number: int):
    book = book_in(number)
    for person in persons(number):
        recommendations.authorship(book, person)
    return book


def book_out_of_print(number: int):
    """A book in one edition that is sold and so many that are not, which so many libraries may have."""
    book = recommendations.book_page()
    pages.translate(pages.contact_page())
    sold = recommendations.edition(book, isbn="")
    for n, isbn in enumerate(ISBNS[:number]):
        recommendations.edition(book, isbn=isbn, is_out_of_print=True)
        recommendations.library_catalogue(slug=f"library-{n}")
    for seller, person in zip(organizations(number), persons(number), strict=True):
        recommendations.book_seller(sold, seller)
        recommendations.authorship(book, person)
    return book


def project_with(number: int):
    project = pages.project_page()
    for n, funder in enumerate(organizations(number)):
        ProjectFunder.objects.create(project=project, organization=funder)
        Launch.objects.create(
            project=project,
            date=f"2009-09-2{n}",
            what_en="Report",
            what_fr="Rapport",
            place_en="Hall",
            place_fr="Salle",
        )
    return project


def home_with(number: int):
    team, shown, book = group_with(number), set_with(number), book_in(number)
    others = [people.group_page(title=f"Other group {n}") for n in range(number)]
    for page in (team, book, *others):
        pages.translate(page)
    home = pages.home_page()  # after its children: saving it would forget that they were added
    home.team_page, home.recommendations_page, home.book_page = team, shown, book
    home.save_revision().publish()
    return home


def donate_with(number: int):
    body = [("organizations", organizations(number)), ("heading", {"text": "Why", "anchor": "why"})]
    return donations.donate_page(target=donations.donation_target(), body=body)


def internships_with(number: int):
    """As many projects, each in as many rounds."""
    for place in range(number):
        project = internships.project(f"Project {place}", slug=f"project-{place}")
        for _round in range(number):
            internships.round_of(project)
        pages.translate(project)
    return internships.internship_page()


def pictures(number: int):
    """A page whose pictures are ready in every size and format."""
    shown = [image() for _ in range(number)]
    for picture in shown:
        make_renditions(picture.pk, "body")
    return pages.standard_page(body=[("image", {"image": picture, "caption": ""}) for picture in shown])


def words_naming(number: int):
    """A page whose words name as much as words can."""
    recommendations.recommendation_set()
    return pages.standard_page(body=every_block(number))


def every_block(number: int) -> list[tuple]:
    """Blocks that name as many pages, pictures and organizations, with a figure and a dead link."""
    broken_link()
    body = [("organizations", organizations(number, "named"))]
    for n in range(number):
        picture = image()
        make_renditions(picture.pk, "body")
        other = pages.standard_page(title=f"Named {n}")
        pages.translate(other)
        link = f'<p><a linktype="page" id="{other.pk}">Other</a> <a href="https://gone.example.org/">gone</a></p>'
        hidden = [("text", link), ("image", {"image": picture, "caption": ""})]
        body += [
            ("text", link),
            ("key_message", {"claim": f"{n}", "explanation": link, "anchor": f"claim-{n}"}),
            ("facts", [{"term": "Of", "description": f"{link}<p>[[canada: carried out]]</p>"}]),
            ("call_to_action", {"title": "", "text": "", "button": "Go", "page": other}),
            ("image", {"image": picture, "caption": ""}),
            ("content_warning", {"warning": "It shows", "content": hidden}),
        ]
    return body


LISTS = {
    "people": index_with,
    "group": group_with,
    "person": person_in,
    "author": author_of,
    "sets": sets,
    "set": set_with,
    "outcomes": outcomes,
    "recommendation": recommendation_needing,
    "record": record,
    "progress": assessed,
    "book": book_with,
    "book out of print": book_out_of_print,
    "project": project_with,
    "home": home_with,
    "donate": donate_with,
    "internships": internships_with,
    "pictures": pictures,
    "words": words_naming,
}
