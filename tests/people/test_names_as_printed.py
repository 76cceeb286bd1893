"""A name as it is printed is split into the parts of a person's page."""

import pytest

from people.rosters.names import PersonName, holds_several, is_heading, split_name, without_affiliation


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
        ("l’hon. Bill Graham", ("l’hon.", "Bill", "Graham", "")),
        ("Le très hon. Paul Martin", ("Le très hon.", "Paul", "Martin", "")),
        ("The Rt. Hon. Paul Martin, P.C.", ("The Rt. Hon.", "Paul", "Martin", "P.C.")),
        ("LGen (Ret’d) Roméo Dallaire", ("LGen (Ret’d)", "Roméo", "Dallaire", "")),
        ("Madame la sénatrice Anne Roy", ("Madame la sénatrice", "Anne", "Roy", "")),
        ("Me Anne Roy", ("Me", "Anne", "Roy", "")),
        ("Son Tran", ("", "Son", "Tran", "")),
        ("Gareth Evans AO QC", ("", "Gareth", "Evans", "AO QC")),
        ("King, Martin Luther, Jr.", ("", "Martin Luther", "King", "Jr.")),
        ("García Márquez, Gabriel", ("", "Gabriel", "García Márquez", "")),
        ("Allen Simons, J.A.", ("", "J.A.", "Allen Simons", "")),
        ("van der Berg, Anna", ("", "Anna", "van der Berg", "")),
        ("Jane Doe, Ph.D., Carleton University", ("", "Jane", "Doe", "Ph.D.")),
        ("Lt.-Gen. Ann Example, O.C., C.M.M., G.O.Q., C.D.", ("Lt.-Gen.", "Ann", "Example", "O.C. C.M.M. G.O.Q. C.D.")),
        ("The Rt Hon Ben Sample PC CC OBC KC", ("The Rt Hon", "Ben", "Sample", "PC CC OBC KC")),
        ("Ben Sample PC XYZ KC", ("", "Ben", "Sample", "PC XYZ KC")),
        ("Ben Sample PC XYE", ("", "Ben", "Sample", "PC XYE")),
        ("Ben Sample QZX", ("", "Ben", "Sample", "QZX")),
        ("Ben Sample Q.Z.V.", ("", "Ben", "Sample", "Q.Z.V.")),
        ("Ben Sample, Q.Z.V., Ottawa, Canada", ("", "Ben", "Sample", "Q.Z.V.")),
        ("Ben Sample, MD, FRCPC", ("", "Ben", "Sample", "MD FRCPC")),
        ("Ben Sample, P.Eng., M.B.A.", ("", "Ben", "Sample", "P.Eng. M.B.A.")),
        ("Sample Jr., Ben F.", ("", "Ben F.", "Sample", "Jr.")),
        ("Me Ben Sample, Ad. E.", ("Me", "Ben", "Sample", "Ad.E.")),
        ("L’hon. Ben Sample, C.P., Ph. D.", ("L’hon.", "Ben", "Sample", "C.P. Ph.D.")),
        ("Ben Sample, M. Sc., CPA", ("", "Ben", "Sample", "M.Sc. CPA")),
        ("Ben Sample, O. C., LL. B., LL. M.", ("", "Ben", "Sample", "O.C. LL.B. LL.M.")),
        ("Ben Sample Ph. D. (Ret.)", ("", "Ben", "Sample", "Ph.D. (Ret.)")),
        ("Sample, B. F., Ph. D.", ("", "B. F.", "Sample", "Ph.D.")),
        ("Ben Sample, CP, OOnt, CR", ("", "Ben", "Sample", "CP OOnt CR")),
        ("Ann Example, KStJ", ("", "Ann", "Example", "KStJ")),
        ("DeLeo, Ann", ("", "Ann", "DeLeo", "")),
        ("H.E. Amb. Ben Sample", ("H.E. Amb.", "Ben", "Sample", "")),
        ("He Jiankui", ("", "He", "Jiankui", "")),
        ("Lieutenant-général (retraité) Ben Sample", ("Lieutenant-général (retraité)", "Ben", "Sample", "")),
        ("محمد بن سلمان", ("", "محمد", "بن سلمان", "")),
        ("Ann Example <ann@example.org>", ("", "Ann", "Example", "")),
        ("Sample III, Ben, PhD", ("", "Ben", "Sample", "III PhD")),
        ("Jean Exemple, avocat", ("", "Jean", "Exemple", "")),
        ("Jean Exemple, avocate, Montréal", ("", "Jean", "Exemple", "")),
        ("Jennifer Allen SIMONS", ("", "Jennifer Allen", "SIMONS", "")),
        ("Janice GROSS STEIN", ("", "Janice GROSS", "STEIN", "")),
        ("YO-YO MA", ("", "YO-YO", "MA", "")),
        ("ED BROADBENT PC", ("", "ED", "BROADBENT", "PC")),
        ("MÉNDEZ Juan E.", ("", "Juan E.", "MÉNDEZ", "")),
        ("Dr. GROSS STEIN Janice", ("Dr.", "Janice", "GROSS STEIN", "")),
        ("王 明", ("", "明", "王", "")),
        ("J.P. Dupont", ("", "J.P.", "Dupont", "")),
        ("R.J. Van Loan", ("", "R.J.", "Van Loan", "")),
    ],
)
def test_a_printed_name_is_split(printed, parts):
    assert split_name(printed) == PersonName(*parts)


@pytest.mark.parametrize(
    ("line", "name", "affiliation"),
    [
        ("Allan Thompson, Carleton University", "Allan Thompson", "Carleton University"),
        ("Allan Thompson (Carleton University)", "Allan Thompson", "Carleton University"),
        ("Allan Thompson – Carleton", "Allan Thompson", "Carleton"),
        ("Allan Thompson: Carleton", "Allan Thompson", "Carleton"),
        ("Thomas G. Weiss, CUNY", "Thomas G. Weiss", "CUNY"),
        ("Maurice Baril, Chair", "Maurice Baril", "Chair"),
        ("Hugh Segal, Senator", "Hugh Segal", "Senator"),
        ("Jane Doe, Ph.D., CUNY", "Jane Doe, Ph.D.", "CUNY"),
        ("Don Hubert, Foreign Affairs, Ottawa", "Don Hubert", "Foreign Affairs, Ottawa"),
        ("Stein, Janice Gross", "Stein, Janice Gross", ""),
        ("GROSS STEIN, JANICE", "GROSS STEIN, JANICE", ""),
        ("Jane Doe, MP", "Jane Doe, MP", ""),
        ("Jean Exemple, avocat", "Jean Exemple", "avocat"),
        ("Ben Sample, MD, FRCPC", "Ben Sample, MD, FRCPC", ""),
        ("General Roméo Dallaire (Ret.)", "General Roméo Dallaire (Ret.)", ""),
    ],
)
def test_what_says_where_somebody_works_is_no_part_of_a_name(line, name, affiliation):
    assert without_affiliation(line) == (name, affiliation)


@pytest.mark.parametrize(
    ("line", "answer"),
    [("Members of the Committee", True), ("First name", True), ("Noms des membres", True), ("Anne Member", False)],
)
def test_a_heading_is_no_name(line, answer):
    assert is_heading(line) is answer


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("Ann Lee; Bo Li", True),
        ("Ann Lee and Bo Li", True),
        ("Ann et Bo Lee", True),
        ("Ann Lee & Bo Li", True),
        ("Ann Lee / Bo Li", True),
        ("王明、李雷", True),
        ("王明,李雷", True),
        ("Lee, Ann", False),
        ("Ann Lee, Centre for Law and Justice", False),
        ("José Ortega y Gasset", False),
        ("Anderson, Bo", False),
    ],
)
def test_a_line_of_several_names_is_told_from_one(line, answer):
    assert holds_several(line) is answer
