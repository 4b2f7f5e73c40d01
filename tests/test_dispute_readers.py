"""Who reads a dispute, its files and what the parties wrote: they two and its official, and nobody else."""

import pytest

from db.accounts import Department, Membership, Role
from services import clock, disputes, media, messages
from services.disputes import Act, Decision, Outcome, Relief, Step
from services.errors import Conflict, Forbidden, Missing
from tests import make
from tests.buying import agreed, code, right_books  # noqa: F401  a fixture
from tests.disputing import answered, decided, lodged, off
from tests.handed_in import a_pdf, a_picture
from tests.test_inspection import arrived

PICTURE, PAPER = ("tile.png", a_picture("PNG", size=(640, 480))), ("report.pdf", a_pdf())


@pytest.fixture
def bought(buyer, supplier):
    return arrived(buyer, supplier, agreed(buyer, make.a_product(supplier)))


@pytest.fixture
def dispute(buyer, supplier, bought):
    """Both sides have spoken, with a picture and a paper; a message went before."""
    messages.write(buyer, code(bought), "Some are broken.", key="one", files=[PICTURE])
    made = lodged(buyer, bought, files=[PICTURE, PAPER])
    disputes.act(supplier, made, Step(Act.ANSWER, "Look at this.", [PICTURE]))
    return made


@pytest.fixture
def colleague():
    return make.an_official("finance", city="湖州", district="吴兴区")


def files(visitor, bought):
    """Of messages and of everything that was said."""
    [seen] = disputes.of_order(visitor, code(bought))
    thread = messages.of_order(visitor, code(bought))
    return [file for one in [*thread.messages, *seen.said] for file in one.files]


def opened(visitor, kept):
    """How many of the files this visitor may open."""
    count = 0
    for file in kept:
        try:
            count += bool(media.read(visitor, file.id))
        except Missing:
            continue
    return count


def test_files_open_to_the_parties_and_to_the_official_of_the_dispute(  # noqa: PLR0913, PLR0917
    buyer, supplier, official, colleague, bought, dispute
):
    kept = files(buyer, bought)
    assert sorted(file.media_type for file in kept) == ["application/pdf", *["image/webp"] * 3]
    assert [opened(one, kept) for one in (buyer, supplier, official, colleague)] == [4] * 4
    disputes.take(official, dispute)
    assert [opened(one, kept) for one in (official, colleague)] == [4, 0]
    decided_by(official, dispute)
    assert [opened(one, kept) for one in (buyer, supplier, official, colleague)] == [4, 4, 4, 0]


def decided_by(official, dispute):
    disputes.decide(official, dispute, Decision(Relief(Outcome.DISMISSED), "理由", "why"))


def test_nobody_else_opens_them(bought, buyer, other_buyer, rival, housing, expert, administrator, guest, dispute):  # noqa: PLR0913, PLR0917
    kept, elsewhere = files(buyer, bought), make.an_official("finance", city="杭州")
    next_door = make.an_official("finance", city="湖州", district="德清县")
    strangers = (other_buyer, rival, housing, expert, administrator, guest, elsewhere, next_door)
    assert dispute
    assert [opened(one, kept) for one in strangers] == [0] * len(strangers)


def test_officials_read_nothing_before_a_dispute_and_after_one_that_was_withdrawn(buyer, official, bought):
    messages.write(buyer, code(bought), "Hello.", key="one", files=[PICTURE])
    [one] = messages.of_order(buyer, code(bought)).messages
    assert opened(official, one.files) == 0
    made = lodged(buyer, bought)
    assert opened(official, one.files) == 1
    disputes.act(buyer, made, Step(Act.WITHDRAW))
    assert opened(official, one.files) == 0
    with pytest.raises(Missing):
        disputes.case(official, made)


def test_strangers_know_of_no_dispute(bought, buyer, other_buyer, rival, expert, guest, dispute):  # noqa: PLR0913, PLR0917
    for stranger in (other_buyer, rival, expert, guest):
        for errand in (
            lambda who: disputes.of_order(who, code(bought)),
            lambda who: disputes.act(who, dispute, Step(Act.GRANT)),
            lambda who: disputes.case(who, dispute),
            lambda who: lodged(who, bought),
        ):
            with pytest.raises((Forbidden, Missing)):
                errand(stranger)
    [seen] = disputes.of_order(buyer, code(bought))
    assert seen.dispute.off_fen == 0


def test_only_finance_officials_of_the_buyers_place_have_it_on_their_desk(official, housing, colleague, dispute):
    elsewhere = make.an_official("finance", city="杭州")
    next_door = make.an_official("finance", city="湖州", district="德清县")
    seen = [[one.dispute.code for one in disputes.desk(one)] for one in (official, colleague, elsewhere, next_door)]
    assert seen == [[dispute], [dispute], [], []]
    with pytest.raises(Forbidden):
        disputes.desk(housing)
    for stranger in (housing, elsewhere, next_door):
        for errand in (disputes.case, disputes.take):
            with pytest.raises(Missing):
                errand(stranger, dispute)


def test_nobody_decides_who_belongs_to_a_party(supplier, official, dispute):
    make.add(
        Membership(person_id=official.person_id, organisation_id=supplier.organisation_id, role=Role.SUPPLIER,
                   created_at=clock.now()),
    )  # fmt: skip
    assert official.department is Department.FINANCE
    with pytest.raises(Missing):
        disputes.take(official, dispute)


def test_a_colleague_may_take_it_over_and_then_decides_alone(official, colleague, dispute):
    disputes.take(official, dispute)
    assert disputes.case(colleague, dispute).view is None
    disputes.take(colleague, dispute)
    with pytest.raises(Conflict):
        disputes.decide(official, dispute, Decision(off(1), "理由"))
    decided(colleague, dispute, off(1))


def test_an_official_reads_both_sides_and_not_where_the_goods_go(official, dispute):
    seen = disputes.case(official, dispute)
    assert seen.order.delivery is None
    assert not seen.order.projects
    assert [len(one.files) for one in seen.view.said] == [2, 1]
    assert [one.text for one in seen.messages] == ["Some are broken."]


def test_a_dispute_that_waits_for_an_answer_is_not_taken(buyer, official, supplier, bought):
    made = lodged(buyer, bought)
    with pytest.raises(Conflict):
        disputes.take(official, made)
    answered(supplier, made)
    disputes.take(official, made)
