import json
import re
from functools import cache

import pandas as pd
import pytest

from helpers import charts, tables
from helpers.charts import palette
from helpers.charts.heatmap import order_actors, position_state
from helpers.charts.labels import place_labels
from helpers.charts.quoting import quote_for
from helpers.errors import ParameterError
from helpers.wording import cut, escaped, signed, wrapped

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


@pytest.fixture(scope="session")
def figures(world, issues):
    return charts.plot_all(world, issues)


@pytest.fixture(scope="session")
def empty_figures(empty_world):
    return charts.plot_all(empty_world, {})


@pytest.fixture(scope="session")
def shuffled_figures(table_maker, issues):
    tables = {key: table.sample(frac=1, random_state=3).reset_index(drop=True) for key, table in table_maker().items()}
    return charts.plot_all(tables, issues)


@pytest.fixture(scope="session")
def hostile_figures(world, issues):
    hostile = dict(world)
    hostile["actors"] = world["actors"].assign(name=HOSTILE)
    hostile["statements"] = world["statements"].assign(evidence=HOSTILE)
    hostile["documents"] = world["documents"].assign(outlet=HOSTILE)
    hostile["rejects"] = world["rejects"].assign(reason=HOSTILE)
    hostile["principles"] = world["principles"].assign(principle=HOSTILE, object=HOSTILE, other_object=HOSTILE)
    return charts.plot_all(hostile, dict.fromkeys(issues, HOSTILE))


@pytest.fixture(scope="session")
def crowds(crowd_maker):
    @cache
    def draw(n_actors):
        crowd = crowd_maker(n_actors)
        return charts.plot_all(crowd["tables"], crowd["issues"])

    return draw


NAMES = [
    "position_heatmap", "issue_balance", "agreement_bars", "actor_pair", "coalition_map", "actor_network",
    "congruence_network", "conflict_network", "polarization", "statement_timeline", "principles", "voices",
    "mentions_over_time", "actor_affiliations", "quotation_kinds", "corpus_overview",
]  # fmt: skip
# What one actor alone cannot show.
OF_SEVERAL = {"actor_pair", "coalition_map", "actor_network", "congruence_network", "conflict_network", "polarization"}


def test_all_charts_are_tested(figures):
    assert list(figures) == NAMES


@pytest.mark.parametrize("name", NAMES)
class TestEveryChart:
    def test_title_is_a_question_and_there_is_something_to_see(self, figures, name):
        figure = figures[name]
        assert "?" in figure.layout.title.text
        assert figure.layout.meta["question"].endswith("?")
        assert any(t.customdata is not None and len(t.customdata) for t in figure.data)

    def test_nothing_found_is_a_sentence(self, empty_figures, name):
        figure = empty_figures[name]
        assert not figure.data
        assert figure.layout.meta["empty"].endswith(".")
        assert "<br>".join(figure.layout.annotations[0].text.split("<br>")).endswith(".")

    def test_equal_tables_give_equal_figures(self, figures, shuffled_figures, name):
        assert shuffled_figures[name].to_json() == figures[name].to_json()

    def test_names_and_sentences_are_inert(self, hostile_figures, name):
        found = texts_of(hostile_figures[name])
        assert "<b onclick" not in found
        assert "</script>" not in found

    def test_customdata_is_named_by_its_trace(self, figures, name):
        for t in figures[name].data:
            if t.customdata is not None:
                first = t.customdata[0][0] if t.type == "heatmap" else t.customdata[0]
                assert len(first) == len(t.meta["keys"])

    def test_the_finding_is_a_sentence_with_its_number(self, figures, name):
        finding = figures[name].layout.meta["finding"]
        assert finding.endswith(".")
        assert re.search(r"\d", finding)
        assert "nan" not in finding.casefold().split()

    @pytest.mark.parametrize("n_actors", [1, 5, 50, 500])
    def test_one_or_many_actors_can_be_drawn(self, crowds, name, n_actors):
        figure = crowds(n_actors)[name]
        assert figure.data or name == "principles" or (n_actors == 1 and name in OF_SEVERAL)
        assert figure.layout.height < 3500
        assert all(sum(map(bool, t.text or ())) <= 300 for t in figure.data if t.type == "scatter")


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
        place = {c[0]: complex(x, y) for nodes in nodes_of(figures["actor_network"])
                 for c, x, y in zip(nodes.customdata, nodes.x, nodes.y, strict=True)}  # fmt: skip
        assert abs(place["karvenia"] - place["belmora"]) > abs(place["iskara"] - place["belmora"])

    def test_nodes_grow_with_statements(self, world, figures):
        size = {c[0]: s for nodes in nodes_of(figures["actor_network"])
                for c, s in zip(nodes.customdata, nodes.marker.size, strict=True)}  # fmt: skip
        totals = world["positions"].groupby("actor_id")["n_statements"].sum()
        assert (size[totals.idxmin()] < size[totals.idxmax()]) == (totals.min() < totals.max())

    def test_edges_name_both_actors(self, figures):
        middles = trace(figures["actor_network"], "lines")
        assert ("belmora", "karvenia") in {tuple(c) for c in middles.customdata}

    def test_an_edge_given_both_ways_is_drawn_once(self, world):
        networks = world["networks"]
        back = networks.rename(columns={"from_id": "to_id", "to_id": "from_id"})
        twice = pd.concat([networks, back[networks.columns]])
        one, two = (
            charts.plot_actor_network(n, world["actors"], world["positions"], world["communities"])
            for n in (networks, twice)
        )
        assert one.to_json() == two.to_json()

    @pytest.mark.parametrize(("kind", "dashes"), [("congruence", {"solid"}), ("conflict", {"dash"})])
    def test_one_sided_networks_have_one_kind_of_line(self, world, kind, dashes):
        figure = charts.plot_actor_network(
            world["networks"], world["actors"], world["positions"], world["communities"], kind=kind
        )
        assert {t.line.dash for t in figure.data if t.mode == "lines"} == dashes

    def test_an_unknown_kind_is_an_error_that_names_the_known_ones(self, world):
        with pytest.raises(ParameterError, match=r"'friends'.*'subtract'"):
            charts.plot_actor_network(
                world["networks"], world["actors"], world["positions"], world["communities"], kind="friends"
            )

    def test_colours_and_symbols_are_those_of_the_communities(self, figures, world):
        several = world["communities"].query("n_members > 1")
        drawn = {t.meta["community"]: {c[0] for c in t.customdata} for t in nodes_of(figures["actor_network"])}
        assert {n: set(rows["actor_id"]) for n, rows in several.groupby("community")} == {
            n: members for n, members in drawn.items() if n is not None
        }
        looks = [(t.marker.symbol, t.marker.color) for t in nodes_of(figures["actor_network"])]
        assert len(set(looks)) == len(looks)


def nodes_of(figure):
    return [t for t in figure.data if t.meta and "community" in t.meta]


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
        turned = {"shift", "contradiction"}
        drawn = sum(len(t.x) for t in figures["statement_timeline"].data if t.name not in turned)
        assert drawn == world["statements"]["published"].notna().sum()

    def test_without_dates_there_is_a_sentence(self, table_maker, issues):
        undated = table_maker(dated=False)
        figure = charts.plot_statement_timeline(undated["statements"], undated["actors"], issues)
        assert "None of the 120 statements has a date" in figure.layout.meta["empty"]

    def test_shifts_are_marked_where_they_happen(self, figures, world):
        dated = world["position_shifts"].dropna(subset=["date"])
        assert set(dated["kind"]) == {"shift", "contradiction"}
        for kind, rows in dated.groupby("kind"):
            stars = trace(figures["statement_timeline"], kind)
            assert list(stars.x) == [f"{d:%Y-%m-%d}" for d in rows["date"]]
            assert {tuple(c) for c in stars.customdata} == set(zip(rows["actor_id"], rows["issue_id"], strict=True))
        symbols = {trace(figures["statement_timeline"], kind).marker.symbol for kind in ("shift", "contradiction")}
        assert len(symbols) == 2

    def test_marks_close_to_one_another_share_a_label(self, world, issues):
        row = world["position_shifts"].query("kind == 'shift'").iloc[0]
        rows = [{**row, "actor_id": a, "date": row["date"] + pd.Timedelta(days=n)}
                for n, a in ((0, "karvenia"), (1, "belmora"), (90, "iskara"))]  # fmt: skip
        figure = charts.plot_statement_timeline(world["statements"], world["actors"], issues, shifts=pd.DataFrame(rows))
        assert list(trace(figure, "shift").text) == ["Karvenia, Belmora", "", "Iskara"]

    @pytest.mark.parametrize(("days", "at", "side"), [((0, 1, 90), 1, "right"), ((0, 89, 90), 1, "left")])
    def test_a_label_stands_beside_all_marks_that_it_names(self, world, issues, days, at, side):
        row = world["position_shifts"].query("kind == 'shift'").iloc[0]
        first = world["statements"]["published"].min()
        rows = [{**row, "actor_id": a, "date": first + pd.Timedelta(days=n)}
                for n, a in zip(days, ("karvenia", "belmora", "iskara"), strict=True)]  # fmt: skip
        figure = charts.plot_statement_timeline(world["statements"], world["actors"], issues, shifts=pd.DataFrame(rows))
        stars = trace(figure, "shift")
        assert "," in stars.text[at] and stars.textposition[at] == f"middle {side}"

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
        assert "2 other outlets" in trace(figure, "names").text

    def test_few_things_are_counted_in_whole_numbers(self, world):
        few = charts.plot_corpus_overview(world["documents"].head(2), world["rejects"].head(1)).layout
        many = charts.plot_corpus_overview(world["documents"], world["rejects"]).layout
        assert [axis.dtick for axis in (few.yaxis, few.xaxis2, few.yaxis3)] == [1, 1, 1]
        assert many.yaxis3.dtick is None


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

    def test_of_a_crowd_those_who_belong_to_somebody_are_drawn_rather_than_those_who_stand_alone(self, world):
        row = world["actors"].iloc[0].to_dict()
        rows = [
            {**row, "actor_id": f"{kind}_{n}", "kind": kind, "n_mentions": n_mentions,
             "affiliation": head if kind == "person" else None}
            for kind, n_mentions, head in (("group", 9, None), ("state", 5, None), ("person", 1, "state_0"))
            for n in range(50)
        ]  # fmt: skip
        rows.append({**rows[-1], "actor_id": "last", "affiliation": "state_1"})
        figure = charts.plot_actor_affiliations(tables.ACTORS.table(rows), world["quotations"], max_alone=4)
        assert {t.name: len(t.x) for t in figure.data} == {"belongs to": 9 * 3, "state": 2, "person": 9, "group": 4}
        assert "Shown: 15 of 151 actors" in figure.layout.meta["note"]

    def test_affiliations_in_a_circle_end(self, world):
        ids = world["actors"]["actor_id"]
        actors = world["actors"].assign(affiliation=["belmora" if i == "karvenia" else "karvenia" for i in ids])
        assert charts.plot_actor_affiliations(actors, world["quotations"]).data

    @pytest.mark.parametrize("max_actors", [1, 2, 3])
    def test_a_circle_of_affiliations_stays_together_however_few_are_drawn(self, world, max_actors):
        row = world["actors"].iloc[0].to_dict()
        circle = {"a": "b", "b": "c", "c": "a"}
        actors = tables.ACTORS.table({**row, "actor_id": i, "affiliation": of} for i, of in circle.items())
        figure = charts.plot_actor_affiliations(actors, world["quotations"], max_actors=max_actors)
        assert len(trace(figure, "belongs to").x) == 3 * min(2, max_actors)


class TestHeatmapIntervals:
    def test_the_line_at_the_foot_of_a_cell_spans_its_interval(self, figures, world):
        heat = figures["position_heatmap"]
        places = {tuple(c): (x, y) for y, row in enumerate(trace(heat, "agreement").customdata)
                  for x, c in enumerate(row)}  # fmt: skip
        lines = {}
        for t in heat.data:
            if t.name == "interval":
                for start, end, foot in zip(t.x[::3], t.x[1::3], t.y[::3], strict=True):
                    lines[round((start + end) / 2), int(foot)] = (start, end)
        assert len(lines) == len(world["positions"])
        for p in world["positions"].to_dict("records"):
            x, y = places[p["actor_id"], p["issue_id"]]
            low, high = lines[x, y]
            if p["ci_low"] < p["ci_high"]:
                assert (low - x, high - x) == pytest.approx((0.43 * p["ci_low"], 0.43 * p["ci_high"]), abs=1e-3)

    def test_a_line_stands_out_from_its_cell(self, figures):
        assert {t.meta["ink"] for t in figures["position_heatmap"].data if t.name == "interval"} <= {
            "#000000", palette.PAPER}  # fmt: skip


class TestIssueBalance:
    def test_bars_hold_the_numbers_and_lead_to_issue_and_side(self, figures, world):
        whole = world["issue_consensus"].query("window == 'all'").set_index("issue_id")
        columns = {"opposes": "n_disagree", "neither": "n_neutral", "supports": "n_agree"}
        for t in figures["issue_balance"].data:
            for x, (issue_id, side) in zip(t.x, t.customdata, strict=True):
                assert x == whole.loc[issue_id, columns[side]]

    def test_neutral_statements_lie_around_the_middle_and_the_sides_beside_them(self, figures):
        bars = {t.name: t for t in figures["issue_balance"].data}
        for against, neutral, support in zip(*(zip(bars[n].base, bars[n].x, strict=True)
                                               for n in ("oppose", "neutral", "support")), strict=True):  # fmt: skip
            assert against[0] + against[1] == neutral[0] == -neutral[1] / 2
            assert support[0] == neutral[1] / 2

    def test_what_divides_most_comes_first(self, figures, world):
        whole = world["issue_consensus"].query("window == 'all'").set_index("issue_id")["consensus"]
        order = [c[0] for c in figures["issue_balance"].data[0].customdata]
        assert [whole[i] for i in order] == sorted(whole)


class TestPair:
    def test_the_fiercest_opponents_are_drawn_with_what_they_say(self, figures, world):
        marks = figures["actor_pair"].data
        assert [{c[0] for c in t.customdata} for t in marks] == [{"belmora"}, {"karvenia"}]
        assert marks[0].marker.symbol != marks[1].marker.symbol
        assert all("the minister said." in h.replace("<br>", " ") for t in marks for h in t.hovertext)
        assert "opposite sides on" in figures["actor_pair"].layout.meta["finding"]

    def test_two_actors_can_be_chosen(self, world, issues):
        figure = plot_two(world, issues, ("iskara", "orvane"))
        assert figure.layout.meta["question"] == "Where do Iskara and Orvane clash?"
        assert [t.name for t in figure.data] == ["Iskara", "Orvane"]
        assert figure.data[0].customdata[0][0] == "iskara"

    @pytest.mark.parametrize("pair", [("iskara", "iskara"), ("iskara", "nobody")], ids=["twice", "unknown"])
    def test_a_pair_that_cannot_be_is_an_error_that_names_it(self, world, issues, pair):
        with pytest.raises(ParameterError, match=pair[1]):
            plot_two(world, issues, pair)

    def test_no_opponents_is_a_sentence(self, world, issues):
        friends = {**world, "actor_pairs": world["actor_pairs"].assign(conflict=0.0)}
        assert plot_two(friends, issues, None).layout.meta["empty"].startswith("No two actors")

    def test_no_common_issue_is_a_sentence(self, world, issues):
        apart = world["positions"]
        apart = apart[(apart["actor_id"] != "iskara") | (apart["issue_id"] == "kaldra_dam")]
        apart = apart[(apart["actor_id"] != "orvane") | (apart["issue_id"] == "sanctions")]
        figure = plot_two({**world, "positions": apart}, issues, ("iskara", "orvane"))
        assert "no common issue" in figure.layout.meta["empty"]


def plot_two(world, issues, pair):
    return charts.plot_pair(
        world["positions"], world["statements"], world["actor_pairs"], world["actors"], issues, pair=pair
    )


class TestCoalitionMap:
    def test_cells_hold_how_often_two_stand_together(self, figures, world):
        cells = trace(figures["coalition_map"], "together")
        shares = {tuple(sorted(c)): z for row, zs in zip(cells.customdata, cells.z, strict=True)
                  for c, z in zip(row, zs, strict=True) if c[1] is not None}  # fmt: skip
        assert len(shares) == len(world["communities"]) * (len(world["communities"]) - 1) / 2
        for row in world["community_pairs"].dropna(subset=["together"]).to_dict("records"):
            assert shares[row["actor_id"], row["other_actor_id"]] == row["together"]

    def test_members_of_a_community_are_neighbours_in_one_frame(self, figures, world):
        community = world["communities"].set_index("actor_id")["community"]
        order = [community[row[0][0]] for row in trace(figures["coalition_map"], "together").customdata]
        assert order == sorted(order)
        frames = [(s.x0 + 0.5, s.x1 - 0.5) for s in figures["coalition_map"].layout.shapes]
        sizes = sorted(order.count(n) for n in set(order) if order.count(n) > 1)
        assert sorted(int(last - first + 1) for first, last in frames) == sizes

    def test_pairs_that_no_resample_has_are_no_data(self, world):
        pairs = world["community_pairs"].copy()
        pairs.loc[pairs.index[0], "together"] = None
        figure = charts.plot_coalition_map(world["communities"], pairs, world["networks"], world["actors"])
        cells = trace(figure, "together")
        assert sum("no data" in h for row in cells.hovertext for h in row) == 2
        assert sum(z is None for row in cells.z for z in row) == 2


class TestPolarization:
    def test_scores_stand_over_the_band_of_chance(self, figures, world):
        table = world["polarization"].dropna(subset=["polarization"])
        band = trace(figures["polarization"], "by chance (95 %)")
        scores = sorted((x, y) for t in figures["polarization"].data if t.type == "scatter" and t.name != "no data"
                        for x, y in zip(t.x, t.y, strict=True))  # fmt: skip
        assert [x for x, _ in scores] == list(band.x)
        assert sorted(y for _, y in scores) == sorted(table["polarization"])
        assert sorted(band.base) == sorted(table["null_low"])

    def test_what_is_above_chance_looks_different(self, world):
        table = world["polarization"].dropna(subset=["polarization"]).copy()
        table["polarization"] = [n % 2 * 1.0 for n in range(len(table))]
        marks = [t for t in charts.plot_polarization(table).data if t.type == "scatter"]
        assert {t.name: t.marker.symbol for t in marks} == {
            "above chance": "diamond",
            "not above chance": "circle-open",
        }
        assert all((y > 0.5) == (t.name == "above chance") for t in marks for y in t.y)

    def test_windows_without_a_score_are_no_data_and_lead_to_their_days(self, world):
        table = world["polarization"].copy()
        window = table.index[table["window"] != "all"][0]
        table.loc[window, ["polarization", "null_low", "null_median", "null_high", "p_value"]] = None
        missing = trace(charts.plot_polarization(table), "no data")
        assert [list(c) for c in missing.customdata] == [
            [f"{table.loc[window, key]:%Y-%m-%d}" for key in ("window_start", "window_end")]]  # fmt: skip

    def test_nothing_measured_is_a_sentence(self, world):
        table = world["polarization"].assign(polarization=None)
        assert "Too few actors" in charts.plot_polarization(table).layout.meta["empty"]

    def test_nor_is_what_was_measured_long_before_the_windows_that_are_drawn(self, world):
        table = world["polarization"].query("window != 'all'").sort_values("window_start")
        table.loc[table.index[-1], ["polarization", "null_low", "null_median", "null_high", "p_value"]] = None
        assert "Too few actors" in charts.plot_polarization(table, max_windows=1).layout.meta["empty"]


class TestPrinciples:
    def test_contradictions_and_consistency_look_different(self, figures):
        lines = {t.name: (t.line.color, t.line.dash) for t in figures["principles"].data if t.mode == "lines"}
        assert len(lines) == len(set(lines.values())) == 2

    def test_both_objects_are_named_and_lead_to_their_issues(self, figures, world):
        marks = [t for t in figures["principles"].data if t.mode == "markers+text"]
        assert [list(t.text) for t in marks] == [["Velm", "Upper Selm"]] * 2
        for t in marks:
            assert [c[1] for c in t.customdata] == list(world["principles"].loc[0, ["issue_id", "other_issue_id"]])
        assert "Karvenia: 1 contradiction in n = 2 comparisons." in figures["principles"].layout.meta["finding"]


class TestLabels:
    def test_labels_of_neighbours_go_to_different_sides(self):
        assert place_labels([(100, 100), (130, 100)], ["A long name", "Another name"], [10, 10], width=400) == [
            "top center", "bottom center"]  # fmt: skip

    def test_a_label_does_not_cover_another_mark(self):
        assert place_labels([(200, 100), (200, 118)], ["Below", ""], [10, 20], width=400)[0] == "bottom center"

    def test_labels_stay_inside(self):
        assert place_labels([(5, 100)], ["A long name"], [10], width=400) == ["middle right"]


class TestLengths:
    def test_every_article_is_in_one_class_of_length(self, figures, world):
        bars = [t for t in figures["corpus_overview"].data if t.xaxis == "x3"]
        assert sum(sum(t.y) for t in bars) == len(world["documents"])

    @pytest.mark.parametrize(("n_words", "name"), [(99, "0 to 99"), (100, "100 to 199"), (5000, "3,200 and more")])
    def test_classes_end_where_they_say(self, world, n_words, name):
        documents = world["documents"].assign(n_words=n_words)
        figure = charts.plot_corpus_overview(documents, world["rejects"])
        assert [text.replace("<br>", " ") for text in figure.layout.xaxis3.ticktext] == [name]


class TestQuotes:
    @pytest.mark.parametrize("name", ["position_heatmap", "agreement_bars", "actor_pair", "principles"])
    def test_hovering_quotes_the_surest_statement_on_the_side_of_the_mark(self, figures, world, name):
        hovers = {}
        for t in figures[name].data:
            if t.meta and t.meta.get("keys") == ["actor", "issue"]:
                rows = zip(t.customdata, t.hovertext, strict=True)
                if t.type == "heatmap":
                    rows = ((c, h) for cs, hs in rows for c, h in zip(cs, hs, strict=True))
                hovers |= {tuple(c): h for c, h in rows}
        documents = world["documents"].set_index("document_id")
        said = world["statements"].query("actor_id == 'belmora' and issue_id == 'kaldra_dam'")
        row = said.sort_values("confidence").iloc[-1]
        source = documents["outlet"].fillna(documents["source"])[row["document_id"]]
        hover = hovers["belmora", "kaldra_dam"]
        assert row["evidence"] in hover.replace("<br>", " ")
        assert f"{source}, {'no date' if pd.isna(row['published']) else row['published'].date()}" in hover
        assert hover.endswith(f"confidence {row['confidence']:.2f}")

    def test_every_statement_of_the_timeline_is_quoted_with_its_source(self, figures, world):
        outlets = set(world["documents"]["outlet"].dropna())
        hovers = [h for t in figures["statement_timeline"].data if t.name not in {"shift", "contradiction"}
                  for h in t.hovertext]  # fmt: skip
        assert all("the minister said." in h.replace("<br>", " ") and "confidence" in h for h in hovers)
        assert {o for o in outlets for h in hovers if o in h} == outlets

    def test_an_actor_that_says_both_equally_is_quoted_too(self):
        quotes = {("a", "i", None): "words", ("a", "i", 1): "for", ("a", "i", -1): "against"}
        position = {"actor_id": "a", "issue_id": "i"}
        assert [quote_for({**position, "agreement": x}, quotes) for x in (0.5, 0, -1)] == [
            "<br>for", "<br>words", "<br>against"]  # fmt: skip
        assert quote_for({**position, "actor_id": "b", "agreement": 1}, quotes) == ""
