"""A name as it is printed is split into the parts of a person's page."""

import pytest

from people.rosters.names import PersonName, split_name


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("Maurice Baril", ("", "Maurice", "Baril", "")),
        ("General Roméo Dallaire (Ret.)", ("General", "Roméo", "Dallaire", "(Ret.)")),
        ("Lieutenant-General Roméo Dallaire", ("Lieutenant-General", "Roméo", "Dallaire", "")),
        ("The Right Honourable Lester Pearson, P.C.", ("The Right Honourable", "Lester", "Pearson", "P.C.")),
        ("Janice Gross Stein", ("", "Janice Gross", "Stein", "")),
        ("Juan E. Méndez", ("", "Juan E.", "Méndez", "")),
        ("Jennifer Allen Simons", ("", "Jennifer Allen", "Simons", "")),
        ("Hugh D. Segal", ("", "Hugh D.", "Segal", "")),
        ("Stein, Janice Gross", ("", "Janice Gross", "Stein", "")),
        ("Stein, Dr. Janice Gross, O.C.", ("Dr.", "Janice Gross", "Stein", "O.C.")),
        ("Ludwig van Beethoven", ("", "Ludwig", "van Beethoven", "")),
        ("Anna van der Berg", ("", "Anna", "van der Berg", "")),
        ("Mary Van Loan", ("", "Mary", "Van Loan", "")),
        ("Maria da Silva Santos", ("", "Maria", "da Silva Santos", "")),
        ("Juan Carlos de la Torre", ("", "Juan Carlos", "de la Torre", "")),
        ("Tariq ben Ziyad", ("", "Tariq", "ben Ziyad", "")),
        ("Ben Affleck", ("", "Ben", "Affleck", "")),
        ("Al Gore", ("", "Al", "Gore", "")),
        ("van Gogh", ("", "", "van Gogh", "")),
        ("La Toya Jackson", ("", "La Toya", "Jackson", "")),
        ("Dr. Jane Doe, Ph.D., FRSC", ("Dr.", "Jane", "Doe", "Ph.D. FRSC")),
        ("Martin Luther King Jr.", ("", "Martin Luther", "King", "Jr.")),
        ("Yo-Yo Ma", ("", "Yo-Yo", "Ma", "")),
        ("Plato", ("", "", "Plato", "")),
        ("General", ("", "", "General", "")),
        ("l’honorable Jean Charest, c.r.", ("l’honorable", "Jean", "Charest", "c.r.")),
        ("李明", ("", "", "李明", "")),
    ],
)
def test_a_printed_name_is_split(printed, parts):
    assert split_name(printed) == PersonName(*parts)
