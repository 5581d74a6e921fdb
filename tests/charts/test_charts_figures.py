import json

import pandas as pd
import pytest

from helpers import charts
from helpers.charts import palette
from helpers.charts.heatmap import order_actors, position_state
from helpers.charts.wording import cut, escaped, signed, wrapped
from helpers.errors import ParameterError

HOSTILE = '<b onclick="x">A & B</b></script><!--'


def texts_of(figure) -> str:
    """What Plotly may show of a figure: all but the values behind its marks."""
    bare = figure.to_dict()
    for trace_data in bare["data"]:
        trace_data.pop("customdata", None)
    bare["layout"].pop("meta")
    return json.dumps(bare, ensure_ascii=False, default=str)


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


@pytest.fixture
def figures(world, issues):
    return charts.plot_all(world, issues)


@pytest.mark.parametrize("name", ["position_heatmap", "agreement_bars", "actor_network", "statement_timeline",
                                  "quotation_kinds", "corpus_overview", "voices", "mentions_over_time",
                                  "actor_affiliations"])  # fmt: skip
class TestEveryChart:
    def test_title_is_a_question_and_there_is_something_to_see(self, figures, name):
        figure = figures[name]
        assert "?" in figure.layout.title.text
        assert figure.layout.meta["question"].endswith("?")
        assert any(t.customdata is not None and len(t.customdata) for t in figure.data)

    def test_nothing_found_is_a_sentence(self, empty_world, name):
        figure = charts.plot_all(empty_world, {})[name]
        assert not figure.data
        assert figure.layout.meta["empty"].endswith(".")
        assert "<br>".join(figure.layout.annotations[0].text.split("<br>")).endswith(".")

    def test_equal_tables_give_equal_figures(self, figures, table_maker, issues, name):
        shuffled = {key: table.sample(frac=1, random_state=3).reset_index(drop=True)
                    for key, table in table_maker().items()}  # fmt: skip
        assert charts.plot_all(shuffled, issues)[name].to_json() == figures[name].to_json()

    def test_names_and_sentences_are_inert(self, world, issues, name):
        hostile = dict(world)
        hostile["actors"] = world["actors"].assign(name=HOSTILE)
        hostile["statements"] = world["statements"].assign(evidence=HOSTILE)
        hostile["documents"] = world["documents"].assign(outlet=HOSTILE)
        hostile["rejects"] = world["rejects"].assign(reason=HOSTILE)
        figure = charts.plot_all(hostile, dict.fromkeys(issues, HOSTILE))[name]
        found = texts_of(figure)
        assert "<b onclick" not in found
        assert "</script>" not in found

    def test_customdata_is_named_by_its_trace(self, figures, name):
        for t in figures[name].data:
            if t.customdata is not None:
                first = t.customdata[0][0] if t.type == "heatmap" else t.customdata[0]
                assert len(first) == len(t.meta["keys"])

    @pytest.mark.parametrize("n_actors", [1, 5, 50])
    def test_one_or_many_actors_can_be_drawn(self, crowd_maker, name, n_actors):
        crowd = crowd_maker(n_actors)
        figure = charts.plot_all(crowd["tables"], crowd["issues"])[name]
        assert figure.data or (n_actors == 1 and name == "actor_network")
        assert figure.layout.height < 6000


class TestHeatmap:
    def test_cells_hold_agreement_and_lead_to_actor_and_issue(self, figures, world):
        heat = trace(figures["position_heatmap"], "agreement")
        cells = {tuple(c): z for row, zs in zip(heat.customdata, heat.z, strict=True)
                 for c, z in zip(row, zs, strict=True)}  # fmt: skip
        for p in world["positions"].to_dict("records"):
            assert cells.pop((p["actor_id"], p["issue_id"])) == p["agreement"]
        assert cells
        assert set(cells.values()) == {None}

    def test_no_data_mixed_unclear_and_neutral_look_different(self, figures):
        looks = {t.name: (t.marker.pattern.shape, t.marker.line.color)
                 for t in figures["position_heatmap"].data if t.meta and "state" in t.meta}  # fmt: skip
        assert set(looks) == {"mixed", "unclear", "neutral", "no data"}
        assert len({shape for shape, _ in looks.values()}) == 4

    def test_every_cell_shows_sign_and_number_of_statements(self, figures):
        numbers = trace(figures["position_heatmap"], "numbers").text
        assert "+1.00<br>n 4" in numbers
        assert "−1.00<br>n 4" in numbers
        assert "0.00<br>n 3" in numbers
        assert numbers.count("") == 3

    def test_hover_says_how_much_is_behind_a_cell(self, figures):
        hovers = [h for row in trace(figures["position_heatmap"], "agreement").hovertext for h in row]
        assert any("3 statements in 3 articles" in h and "interval" in h for h in hovers)
        assert sum("no data" in h for h in hovers) == 3

    def test_allies_are_neighbours(self, world):
        order = order_actors(world["positions"], max_actors=25)
        assert abs(order.index("karvenia") - order.index("tesmark")) == 1
        assert {order[0], order[-1]} & {"karvenia", "tesmark"}

    def test_actors_beyond_the_limit_are_named_in_the_note(self, world, issues):
        figure = charts.plot_position_heatmap(world["positions"], world["actors"], issues, max_actors=6)
        assert len(trace(figure, "agreement").z) == 6
        assert "2 actors" in figure.layout.meta["note"]
        assert "Continental Water Authority" in figure.layout.meta["note"]

    @pytest.mark.parametrize(
        ("label", "agreement", "interval", "n_statements", "state"),
        [
            ("unclear", 0.0, 0.0, 3, "neutral"),
            ("unclear", 0.0, 0.0, 6, "unclear"),
            ("unclear", 0.0, 0.5, 3, "unclear"),
            ("mixed", 0.0, 0.0, 6, "mixed"),
            ("support", 1.0, 1.0, 3, "support"),
        ],
        ids=["no_side_taken", "both_sides_in_every_article", "wide_interval", "both_sides_strong", "one_side"],
    )
    def test_position_state(self, label, agreement, interval, n_statements, state):
        low = interval if agreement else -interval
        position = {"label": label, "agreement": agreement, "ci_low": low, "ci_high": interval}
        assert position_state({**position, "n_statements": n_statements, "n_documents": 3}) == state


class TestAgreementBars:
    def test_error_bars_span_the_interval(self, figures, world):
        positions = world["positions"].set_index(["actor_id", "issue_id"])
        n = 0
        for t in figures["agreement_bars"].data:
            for x, high, low, key in zip(t.x, t.error_x.array, t.error_x.arrayminus, t.customdata, strict=True):
                position = positions.loc[tuple(key)]
                assert x + high == pytest.approx(position["ci_high"], abs=1e-5)
                assert x - low == pytest.approx(position["ci_low"], abs=1e-5)
                n += 1
        assert n == len(positions)

    def test_sides_differ_in_symbol_and_colour(self, figures):
        looks = [(t.marker.symbol, t.marker.color) for t in figures["agreement_bars"].data]
        assert len({symbol for symbol, _ in looks}) == len({colour for _, colour in looks}) == len(looks) == 5


class TestNetwork:
    def test_same_and_opposite_sides_differ_in_colour_and_dash(self, figures):
        lines = [t for t in figures["actor_network"].data if t.mode == "lines"]
        looks = {t.name: (t.line.color, t.line.dash) for t in lines}
        assert looks == {"take the same side": (palette.SUPPORT, "solid"),
                         "take opposite sides": (palette.OPPOSE, "dash")}  # fmt: skip

    def test_opponents_lie_further_apart_than_allies(self, figures):
        nodes = trace(figures["actor_network"], "actors")
        place = {c[0]: complex(x, y) for c, x, y in zip(nodes.customdata, nodes.x, nodes.y, strict=True)}
        assert abs(place["karvenia"] - place["belmora"]) > abs(place["iskara"] - place["belmora"])

    def test_nodes_grow_with_statements(self, world, figures):
        nodes = trace(figures["actor_network"], "actors")
        size = dict(zip([c[0] for c in nodes.customdata], nodes.marker.size, strict=True))
        totals = world["positions"].groupby("actor_id")["n_statements"].sum()
        assert (size[totals.idxmin()] < size[totals.idxmax()]) == (totals.min() < totals.max())

    def test_edges_name_both_actors(self, figures):
        middles = trace(figures["actor_network"], "lines")
        assert ("belmora", "karvenia") in {tuple(c) for c in middles.customdata}

    def test_an_edge_given_both_ways_is_drawn_once(self, world):
        networks = world["networks"]
        back = networks.rename(columns={"from_id": "to_id", "to_id": "from_id"})
        twice = pd.concat([networks, back[networks.columns]])
        one, two = (charts.plot_actor_network(n, world["actors"], world["positions"]) for n in (networks, twice))
        assert one.to_json() == two.to_json()

    @pytest.mark.parametrize(("kind", "dashes"), [("congruence", {"solid"}), ("conflict", {"dash"})])
    def test_one_sided_networks_have_one_kind_of_line(self, world, kind, dashes):
        figure = charts.plot_actor_network(world["networks"], world["actors"], world["positions"], kind=kind)
        assert {t.line.dash for t in figure.data if t.mode == "lines"} == dashes

    def test_an_unknown_kind_is_an_error_that_names_the_known_ones(self, world):
        with pytest.raises(ParameterError, match=r"'friends'.*'subtract'"):
            charts.plot_actor_network(world["networks"], world["actors"], world["positions"], kind="friends")


class TestTimeline:
    def test_support_lies_above_the_line_and_opposition_below(self, figures):
        figure = figures["statement_timeline"]
        lanes = list(figure.layout.yaxis.tickvals)
        for name, sign in (("supports", -1), ("opposes", 1)):
            for y in trace(figure, name).y:
                lane = min(lanes, key=lambda tick, y=y: abs(tick - y))
                assert (y - lane) * sign > 0

    def test_undated_statements_are_counted_in_the_note(self, figures, world):
        n = int(world["statements"]["published"].isna().sum())
        assert n > 0
        assert f"{n} statements without a date" in figures["statement_timeline"].layout.meta["note"]

    def test_every_dated_statement_is_drawn(self, figures, world):
        drawn = sum(len(t.x) for t in figures["statement_timeline"].data if t.name != "shift")
        assert drawn == world["statements"]["published"].notna().sum()

    def test_without_dates_there_is_a_sentence(self, table_maker, issues):
        undated = table_maker(dated=False)
        figure = charts.plot_statement_timeline(undated["statements"], undated["actors"], issues)
        assert "None of the 120 statements has a date" in figure.layout.meta["empty"]

    def test_shifts_are_marked_where_they_happen(self, figures, world):
        stars = trace(figures["statement_timeline"], "shift")
        dated = world["position_shifts"].dropna(subset=["date"])
        assert list(stars.x) == [f"{d:%Y-%m-%d}" for d in dated["date"]]
        assert {tuple(c) for c in stars.customdata} == set(zip(dated["actor_id"], dated["issue_id"], strict=True))

    def test_statements_of_one_day_do_not_cover_one_another(self, world, issues):
        same = world["statements"].assign(published=pd.Timestamp("2024-03-01"))
        figure = charts.plot_statement_timeline(same, world["actors"], issues)
        for name in ("supports", "opposes"):
            assert len(set(trace(figure, name).y)) == len(trace(figure, name).y)


class TestCounts:
    def test_quotation_bars_add_up(self, figures, world):
        assert sum(sum(t.x) for t in figures["quotation_kinds"].data) == len(world["quotations"])

    def test_articles_copies_and_rejects_add_up(self, figures, world):
        bars = figures["corpus_overview"].data
        by_date = [t for t in bars if t.meta and t.meta["keys"] == ["period"]]
        by_outlet = [t for t in bars if t.meta and t.meta["keys"] == ["outlet"]]
        assert sum(sum(t.y) for t in by_date) == sum(sum(t.x) for t in by_outlet) == len(world["documents"])
        assert sum(by_date[1].y) == world["documents"]["duplicate_of"].notna().sum() > 0
        assert sum(trace(figures["corpus_overview"], "rejected").x) == len(world["rejects"])

    def test_months_without_articles_are_shown(self, world):
        gap = world["documents"][world["documents"]["published"].dt.month.isin([2, 5])]
        figure = charts.plot_corpus_overview(gap, world["rejects"])
        assert list(figure.layout.xaxis.ticktext) == ["2024-02", "2024-03", "2024-04", "2024-05"]
        assert figure.data[0].y[1] == 0

    def test_small_outlets_are_one_bar_that_filters_nothing(self, world):
        figure = charts.plot_corpus_overview(world["documents"], world["rejects"], max_outlets=2)
        bar = next(t for t in figure.data if t.meta and t.meta["keys"] == ["outlet"])
        assert bar.customdata[-1] == [None]
        assert "2 other outlets" in figure.layout.yaxis2.ticktext


class TestWording:
    @pytest.mark.parametrize(("value", "shown"), [(1, "+1.00"), (-0.5, "−0.50"), (0, "0.00"), (-0.001, "0.00")])
    def test_signed(self, value, shown):
        assert signed(value) == shown

    def test_cut_drops_what_cannot_be_seen(self):
        assert cut("a\n b\u202e\x00c") == "a bc"
        assert len(cut("word " * 100)) <= 160

    def test_escaping_survives_cutting_and_wrapping(self):
        assert escaped("<&>" * 100, 4) == "&lt;&amp;&gt;…"
        assert wrapped("<i> a & b", 5) == "&lt;i&gt; a<br>&amp; b"


class TestVoices:
    def test_shares_of_mentions_and_of_quotations_add_up(self, figures):
        for name in ("spoken about", "gets to speak"):
            assert sum(trace(figures["voices"], name).x) == pytest.approx(100, abs=0.1)

    def test_who_speaks_for_a_state_counts_there(self, world):
        mentions = world["mentions"].assign(actor_id="elka_varossi", label="PERSON")
        marks = trace(charts.plot_voices(mentions, world["quotations"], world["actors"]), "spoken about")
        assert {c[0]: share for c, share in zip(marks.customdata, marks.x, strict=True) if share} == {"karvenia": 100}

    def test_what_is_left_out_is_said(self, world):
        figure = charts.plot_voices(world["mentions"], world["quotations"], world["actors"], max_actors=2)
        assert "Shown: 2 of 8 sides." in figure.layout.meta["note"]
        assert len(trace(figure, "gets to speak").x) == 2


class TestMentionsOverTime:
    def test_every_dated_mention_is_counted_and_the_others_are_named(self, figures, world):
        published = world["documents"].set_index("document_id")["published"]
        linked = world["mentions"][world["mentions"]["actor_id"].notna()]
        dated = linked["document_id"].map(published).notna()
        figure = figures["mentions_over_time"]
        assert sum(map(sum, trace(figure, "mentions").z)) == dated.sum()
        assert f"Not shown: {(~dated).sum()} mentions in articles without a date." in figure.layout.meta["note"]

    @pytest.mark.parametrize(("max_periods", "period"), [(100, None), (6, "2024-02"), (1, "2024")])
    def test_periods_grow_with_the_span_of_time(self, world, max_periods, period):
        figure = charts.plot_mentions_over_time(
            world["mentions"], world["documents"], world["actors"], max_periods=max_periods
        )
        assert trace(figure, "mentions").customdata[0][0][1] == period

    def test_without_dates_there_is_a_sentence(self, table_maker):
        found = table_maker(dated=False)
        figure = charts.plot_mentions_over_time(found["mentions"], found["documents"], found["actors"])
        assert "has a date" in figure.layout.meta["empty"]


class TestAffiliations:
    def test_kinds_have_their_own_marks_and_persons_lead_to_whom_they_speak_for(self, figures):
        figure = figures["actor_affiliations"]
        assert {t.name: t.marker.symbol for t in figure.data if t.mode == "markers+text"} == {
            "state": "square", "organisation": "diamond", "person": "circle"}  # fmt: skip
        assert ["karvenia"] in [list(c) for c in trace(figure, "person").customdata]

    def test_a_line_leads_from_each_person_to_its_side(self, figures):
        assert len(trace(figures["actor_affiliations"], "belongs to").x) == 3 * 2

    def test_affiliations_in_a_circle_end(self, world):
        ids = world["actors"]["actor_id"]
        actors = world["actors"].assign(affiliation=["belmora" if i == "karvenia" else "karvenia" for i in ids])
        assert charts.plot_actor_affiliations(actors, world["quotations"]).data
