"""The model beside the rules: learned from what is there, deaf to disguise, and seen when it is wrong."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace

from server.compliance import Compliance, Scene, load_packs
from server.compliance.classifier import MODEL, Classifier, Limits, Model, read_classifier
from server.compliance.features import BITS, Features, Spelled, features, spelled
from server.compliance.folds import read_folds
from server.compliance.pack import Pack
from server.compliance.views import Views
from server.domain.verdict import Action
from tests.compliance.cells import DISGUISES
from tests.compliance.rates import CALIBRATION, UNSEEN, rates, told
from training.learn import NAMES, labels, learn, scores, small
from training.learn import features as learned_features
from training.limits import heeding, limits, written
from training.lines import Line, digest

MARKET = Scene(channel="amazon", market="US", language="en")
SAID = "Just transfer it straight to my own account instead of paying here"


def model() -> Model:
    with np.load(MODEL, allow_pickle=False) as kept:
        return Model(kept["weights"], kept["scale"], kept["bias"], tuple(map(str, kept["categories"])))


def test_the_model_was_learned_from_the_lines_as_they_are() -> None:
    """Else: `python -m training`."""
    with np.load(MODEL, allow_pickle=False) as kept:
        assert str(kept["digest"]) == digest()


@pytest.mark.parametrize("disguise", ["unseen", "wide", "bold", "lookalike", "upper"])
def test_a_disguise_changes_no_score(disguise: str) -> None:
    assert heard(SAID).tolist() == heard(DISGUISES[disguise](SAID)).tolist()


def test_what_is_said_is_the_same_wherever_it_stands() -> None:
    """A run of letters does not know of words, a pair of words not where it stands; what is far apart is no pair."""
    spaced, run = spread("your refund today"), spread("yourrefundtoday")
    assert len(spread("refund") - run) == 5, "the word, its stem, and what follows it at three distances"
    assert len(spread("refund") - spaced) == 1, "today follows it, not nothing"
    assert spread("refund") - spread("your refund") == set()
    near = spread("pay now") - spread("pay") - spread("now")
    assert near
    assert near <= spread("do pay, now")
    assert not near & spread("pay it in the end or now")
    assert not spread("")
    assert not spread("a")


@pytest.mark.parametrize(
    ("disguised", "said"),
    [
        ("wri.te me on what-sapp, please", "write me on whatsapp please"),
        ("w r i t e me", "write me"),
        ("w-r-i-t-e me (n|ow)", "write me now"),
        ("wriiiiite me", "write me"),
        ("연.락 주세요", "연락 주세요"),
    ],
)
def test_signs_within_a_word_take_no_word_apart(disguised: str, said: str) -> None:
    assert parted(disguised) == parted(said)


def test_signs_part_what_is_written_without_spaces() -> None:
    assert parted("请加我微信,谢谢。再见") == ["请加我微信", "谢谢", "再见"]
    assert parted("I am here.") == ["i", "am", "here"]
    assert parted("...") == parted("") == []


def test_parts_of_a_text_have_its_words() -> None:
    whole = words("one two three")
    assert whole.words.tolist() == [0, 3, 6]
    part = whole.part(3, 11)
    assert (part.text, part.words.tolist()) == ("twothree", [0, 3])
    joined = whole.parts([(0, 3), (3, 3), (4, 11)])
    assert (joined.text, joined.words.tolist()) == ("onewothree", [0, 3, 5])
    assert whole.parts([]).text == ""


@pytest.mark.parametrize("between", [" ", "!"])
def test_pieces_sound_as_they_would_alone_but_for_their_edges(between: str) -> None:
    model, one, two = read_classifier(), "you are an idiot and a liar", "your parcel is on its way to you"
    whole = words(f"{one}{between}{two}")
    found = model.scores(whole, (0, len(words(one).text)), (0, 1), (1, 2))
    alone = np.concatenate([model.scores(words(one)), model.scores(words(two))])
    assert np.abs(found - alone).max() < np.abs(alone - alone[::-1]).max() / 3


def heard(text: str) -> Features:
    return features(words(text))


def parted(text: str) -> list[str]:
    said = words(text)
    edges = [*said.words.tolist(), len(said.text)]
    return [said.text[start:end] for start, end in pairwise(edges)]


def spread(text: str) -> set[int]:
    return set(heard(text).tolist())


def words(text: str) -> Spelled:
    views = Views(read_folds())
    plain = views.plain(text)
    return spelled(views.tight(plain), plain.text)


def test_it_learns_a_little_and_keeps_it_as_bytes() -> None:
    lines = [
        *(Line("en", NAMES[0], "P", f"you are a fool number {n}", NAMES[0]) for n in range(30)),
        *(Line("en", "", "N", f"your parcel number {n} is on its way", NAMES[0]) for n in range(30)),
    ]
    found = learned_features([line.text for line in lines])
    weights, bias = learn(found, labels(lines))
    bytes_, worth = small(weights)
    for own in (scores(found, weights, bias), scores(found, bytes_ * worth, bias)):
        assert (own[:30, 0] > 0).all()
        assert (own[30:, 0] < 0).all()
        assert (own[:, 1:] < 0).all()


def test_what_is_seldom_moves_farther() -> None:
    """One line taught the second word and forty the first, which moved less each time; with equal steps it is a sixteenth."""
    lines = [Line("en", NAMES[0], "P", f"foolish {word}", NAMES[0]) for word in (*["qwertz"] * 40, "asdfgh")]
    lines += [Line("en", "", "N", f"parcel {n}", NAMES[0]) for n in range(30)]
    weights, _ = learn(learned_features([line.text for line in lines]), labels(lines), rounds=1)
    usual, seldom = (weights[heard(word), 0].mean() for word in ("qwertz", "asdfgh"))
    assert seldom > usual / 10 > 0


def test_the_lines_are_drawn_where_more_is_won_than_lost() -> None:
    """Guilty lines that no rule hears score above the innocent ones; a rule is not believed where only innocent ones are."""
    claim = NAMES.index("false_claim")
    lines = [Line("en", "false_claim", "P", f"qwertz {n}", "false_claim") for n in range(10)]
    lines += [Line("en", "", "N", f"asdfgh {n}", "false_claim") for n in range(10)]
    lines += [Line("en", "", "N", f"This cream cures cancer {n}", "false_claim") for n in range(10)]
    lines += [Line("en", "false_claim", "P", f"It will cure your cancer {n}", "false_claim") for n in range(10)]
    said = np.full((len(lines), len(NAMES)), -3, np.float32)
    said[:10, claim], said[10:20, claim], said[20:30, claim], said[30:, claim] = 1.0, -0.2, -1.9, 0.5
    found = limits(lines, said)
    assert -0.2 <= found.sure["false_claim"] < 1.0
    assert -1.9 < found.believed["claims.medical"] <= 0.5
    assert '"claims.medical" =' in written(found)
    assert found.sure["abuse"] > 5


def test_what_a_pack_shows_is_not_doubted() -> None:
    """A model to which all sounds alike: a rule that alone hears an example is believed, one that nobody needs stays doubted."""
    nothing = np.zeros((1 << BITS, len(NAMES)), np.float32), np.zeros(len(NAMES), np.float32)
    found = heeding(
        Limits({}, {"claims.absolute": 0.3, "claims.medical": -0.5, "nobody.needs": 0.3}), *nothing
    ).believed
    assert found["claims.absolute"] < 0
    assert (found["claims.medical"], found["nobody.needs"]) == (-0.5, 0.3)


def packs() -> Iterator[Pack]:
    """The packs without rules of words: what still speaks is the model."""
    for pack in load_packs():
        yield replace(
            pack, rule=tuple(rule for rule in pack.rule if rule.find[:1] and rule.find[0].startswith("sounds_"))
        )


@pytest.fixture(scope="module")
def listener() -> Compliance:
    """A judge who has no rules of words."""
    return Compliance(tuple(packs()))


def test_what_sounds_like_it_is_at_most_a_question(listener: Compliance) -> None:
    assert listener.judge(SAID, MARKET).action == Action.warn
    assert listener.judge(SAID, replace(MARKET, channel="web")).action == Action.allow
    assert listener.judge(f"You wrote “{SAID}” and we never ask for that.", MARKET).action == Action.allow


@pytest.mark.parametrize(
    ("text", "times"),
    [("👨‍👩‍👧🏽", 1300), ("transfer it ", 400), ("check it ", 400), ("ab", 3000), ("直接转账", 900), ("确认一下", 900)],
)
def test_what_is_said_again_and_again_does_not_sound_worse(listener: Compliance, text: str, times: int) -> None:
    assert listener.judge(text * times, MARKET).action <= listener.judge(text * 2, MARKET).action


def test_it_speaks_of_the_part_that_sounds_so(listener: Compliance) -> None:
    service = "Your parcel left our warehouse this morning and will arrive by Friday, as the tracking page says. " * 3
    text = f"{service}{SAID}. {service}"
    found = [f for f in listener.judge(text, MARKET).findings if f.category == "external_payment"]
    assert [text[f.start : f.end] for f in found] == [f"{SAID}."], "a rewrite leaves the space behind it"


def test_what_sounds_like_another_offence_is_not_innocent(judge: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model knows of courts from customers' words: it hears no offence of ours in them, and yet believes the rule."""
    threat, web = "We will see you in court.", replace(MARKET, channel="web")
    assert judge.judge(threat, web).action == Action.hold
    sure_of_nothing = replace(read_classifier().limits, sure=dict.fromkeys(NAMES, 9.0))
    monkeypatch.setattr(judge, "_classifier", Classifier(model(), sure_of_nothing))
    assert judge.judge(threat, web).action == Action.allow


def test_a_model_that_mixes_up_its_categories_is_seen(judge: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    right = model()
    names = right.categories
    wrong = Model(right.weights, right.scale, right.bias, (*names[1:], names[0]))
    monkeypatch.setattr(judge, "_classifier", Classifier(wrong, read_classifier().limits))
    found = rates(told(judge, CALIBRATION))
    assert found["all", "P"][0] / found["all", "P"][1] < 0.6
    monkeypatch.setattr(judge, "_classifier", Classifier(right, Limits(dict.fromkeys(names, 9.0), {})))
    near = rates(told(judge, UNSEEN))["all", "N"]
    assert near[0] / near[1] > 0.03
