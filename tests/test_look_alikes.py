"""Projects that may be one: by their names, and by an officer's word."""

from datetime import date

from analytics.projects import Project, RowRef, SameProject, Status, ledger, look_alikes
from analytics.thai import Period

SPRING = Period(date(2018, 3, 1), date(2018, 5, 31))
SUMMER = Period(date(2018, 6, 1), date(2018, 8, 31))


def project(name: str, row: int, period: Period | None = None, status: Status = "completed") -> Project:
    return Project(
        name, RowRef("list.xlsx", "1", row), status, from_citizens=True, fiscal_year=2561, period=period
    )


BOARD = project("ป้ายข้อมูลหมู่บ้าน", 1)
BOARDS = project("ป้ายข้อมูลหมู่บ้าน ปี 2561", 2)
CLEANING = project("ทำความสะอาดคลอง", 3)


def counted(*projects: Project, judged: tuple[SameProject, ...] = ()) -> list[int | None]:
    return [p.source.row for p in ledger(projects, 2561, judged=judged).counted]


def test_names_that_are_nearly_alike_are_asked_about() -> None:
    (found,) = look_alikes([BOARD, CLEANING, BOARDS], 2561, least=0.8)
    assert (found.first, found.second, found.joined) == (BOARD, BOARDS, False)
    # 18 letters, and the longer name has 6 more ("ปี2561"): 2·18 / (18 + 24)
    assert round(found.alike, 4) == round(2 * 18 / (18 + 24), 4)
    assert look_alikes([BOARD, CLEANING, BOARDS], 2561, least=0.9) == ()
    assert look_alikes([BOARD], 2561) == look_alikes([], 2561) == ()


def test_only_projects_that_could_count_are_asked_about() -> None:
    office = Project(BOARD.name, BOARD.source, "completed", from_citizens=False, fiscal_year=2561)
    assert look_alikes([office, BOARDS], 2561, least=0.8) == ()


def test_projects_that_are_one_already_are_shown_as_joined() -> None:
    again = project(BOARD.name, 4)
    (found,) = look_alikes([BOARD, again], 2561)
    assert (found.alike, found.joined) == (1, True)


def test_what_was_judged_is_asked_no_more() -> None:
    for same in (True, False):
        word = SameProject(BOARDS.identity, BOARD.identity, same)
        assert look_alikes([BOARD, BOARDS], 2561, [word], least=0.8) == ()


def test_a_word_joins_two_names() -> None:
    assert counted(BOARD, BOARDS) == [1, 2]
    word = SameProject(BOARD.identity, BOARDS.identity, True)
    assert counted(BOARD, BOARDS, judged=(word,)) == [1]
    assert counted(BOARD, CLEANING, judged=(word,)) == [1, 3], "a word on a project that is gone does nothing"
    under_way = project(BOARD.name, 1, status="in_progress")
    assert counted(under_way, BOARDS, judged=(word,)) == [2], "the one furthest along is kept"


def test_words_chain() -> None:
    first, second, third = (project(name, row) for row, name in enumerate("กขค", 1))
    words = (
        SameProject(first.identity, second.identity, True),
        SameProject(third.identity, second.identity, True),
    )
    assert counted(first, second, third, judged=words) == [1]


def test_a_word_keeps_one_name_apart() -> None:
    again = project(BOARD.name, 4)
    assert counted(BOARD, again) == [1]
    word = SameProject(BOARD.identity, again.identity, False)
    assert counted(BOARD, again, judged=(word,)) == [1, 4]


def test_a_word_is_heard_on_a_project_without_a_period() -> None:
    spring, summer, undated = project("อบรม", 1, SPRING), project("อบรม", 2, SUMMER), project("อบรม", 3)
    assert counted(spring, summer, undated) == [1, 2]
    apart = SameProject(undated.identity, spring.identity, False)
    assert counted(spring, undated, judged=(apart,)) == [1, 3]
    assert counted(spring, summer, undated, judged=(apart,)) == [1, 2], "it may still be the other one"
    one = SameProject(undated.identity, summer.identity, True)
    assert counted(spring, summer, undated, judged=(one,)) == [1, 2]
    both = SameProject(spring.identity, summer.identity, True)
    assert counted(spring, summer, undated, judged=(both,)) == [1]


def test_the_last_word_on_a_pair_counts() -> None:
    words = (
        SameProject(BOARD.identity, BOARDS.identity, True),
        SameProject(BOARDS.identity, BOARD.identity, False),
    )
    assert counted(BOARD, BOARDS, judged=words) == [1, 2]
