"""Whom surface forms mean, in sentences: (sentence, form, actor id; null where the form means nobody we know)."""

import pytest
from spacy.tokens import Doc, Span

from helpers.actors.mentions import find_mentions

KNOWN = [
    ("The US rejected the draft.", "US", "USA"),
    ("The U.S. rejected the draft.", "U.S.", "USA"),
    ("The USA rejected the draft.", "USA", "USA"),
    ("The United States rejected the draft.", "United States", "USA"),
    ("US-led talks failed on Monday.", "US", "USA"),
    ("Washington rejected the draft.", "Washington", "USA"),
    ("Officials in Washington, D.C. were silent.", "Washington, D.C.", "USA"),
    ("The White House rejected the draft.", "White House", "USA"),
    ("The State Department rejected the draft.", "State Department", "USA"),
    ("The U.S. State Department rejected the draft.", "U.S. State Department", "USA"),
    ("The Pentagon rejected the draft.", "Pentagon", "USA"),
    ("The American delegation left.", "American delegation", "USA"),
    ("Americans were told to leave.", "Americans", "USA"),
    ("The Kremlin rejected the draft.", "Kremlin", "RUS"),
    ("THE KREMLIN REJECTED THE DRAFT", "KREMLIN", "RUS"),
    ("Moscow rejected the draft.", "Moscow", "RUS"),
    ("So far official Moscow has kept silent.", "official Moscow", "RUS"),
    ("The Russian Federation rejected the draft.", "Russian Federation", "RUS"),
    ("The Russian Foreign Ministry rejected the draft.", "Russian Foreign Ministry", "RUS"),
    ("The Russian MFA rejected the draft.", "Russian MFA", "RUS"),
    ("The Ministry of Foreign Affairs of Russia rejected it.", "Ministry of Foreign Affairs of Russia", "RUS"),
    ("The Ministry of Foreign Affairs of the Russian Federation rejected it.",
     "Ministry of Foreign Affairs of the Russian Federation", "RUS"),
    ("Russia's Foreign Ministry rejected the draft.", "Russia's Foreign Ministry", "RUS"),
    ("Russia’s defence ministry rejected the draft.", "Russia’s defence ministry", "RUS"),
    ("The Foreign Ministry in Moscow rejected the draft.", "Foreign Ministry in Moscow", "RUS"),
    ("The Russian side rejected the draft.", "Russian side", "RUS"),
    ("Anti-Russian protests were banned.", "Russian", "RUS"),
    ("Kyiv rejected the draft.", "Kyiv", "UKR"),
    ("Kiev rejected the draft.", "Kiev", "UKR"),
    ("The government of Ukraine rejected the draft.", "government of Ukraine", "UKR"),
    ("The Verkhovna Rada rejected the draft.", "Verkhovna Rada", "UKR"),
    ("Ukrainian authorities rejected the draft.", "Ukrainian authorities", "UKR"),
    ("Baku rejected the draft.", "Baku", "AZE"),
    ("Baku's position has not changed.", "Baku", "AZE"),
    ("The Azerbaijani Foreign Ministry rejected it.", "Azerbaijani Foreign Ministry", "AZE"),
    ("The Azerbaijan Foreign Ministry rejected it.", "Azerbaijan Foreign Ministry", "AZE"),
    ("Azeri officials rejected the draft.", "Azeri", "AZE"),
    ("Yerevan rejected the draft.", "Yerevan", "ARM"),
    ("Armenia's government rejected the draft.", "Armenia's government", "ARM"),
    ("Tbilisi rejected the draft.", "Tbilisi", "GEO"),
    ("Georgia rejected the draft after talks with Armenia.", "Georgia", "GEO"),
    ("The Georgian Foreign Ministry rejected it.", "Georgian Foreign Ministry", "GEO"),
    ("Turkey rejected the draft.", "Turkey", "TUR"),
    ("Türkiye rejected the draft.", "Türkiye", "TUR"),
    ("Turkiye rejected the draft.", "Turkiye", "TUR"),
    ("Ankara rejected the draft.", "Ankara", "TUR"),
    ("The Turkish parliament rejected the draft.", "Turkish parliament", "TUR"),
    ("The UK rejected the draft.", "UK", "GBR"),
    ("Britain rejected the draft.", "Britain", "GBR"),
    ("The British government rejected the draft.", "British government", "GBR"),
    ("Downing Street rejected the draft.", "Downing Street", "GBR"),
    ("Whitehall rejected the draft.", "Whitehall", "GBR"),
    ("The Élysée rejected the draft.", "Élysée", "FRA"),
    ("The Elysee rejected the draft.", "Elysee", "FRA"),
    ("The Quai d’Orsay rejected the draft.", "Quai d’Orsay", "FRA"),
    ("French diplomats rejected the draft.", "French", "FRA"),
    ("Paris rejected the draft.", "Paris", "FRA"),
    ("Berlin rejected the draft.", "Berlin", "DEU"),
    ("The Bundestag rejected the draft.", "Bundestag", "DEU"),
    ("Germany’s Foreign Office rejected the draft.", "Germany’s Foreign Office", "DEU"),
    ("Chinese diplomats rejected the draft.", "Chinese", "CHN"),
    ("Beijing rejected the draft.", "Beijing", "CHN"),
    ("Zhongnanhai rejected the draft.", "Zhongnanhai", "CHN"),
    ("The People's Republic of China rejected the draft.", "People's Republic of China", "CHN"),
    ("Taiwan rejected the draft.", "Taiwan", "TWN"),
    ("Seoul rejected the draft.", "Seoul", "KOR"),
    ("South Korea rejected the draft.", "South Korea", "KOR"),
    ("North Korea rejected the draft.", "North Korea", "PRK"),
    ("Pyongyang rejected the draft.", "Pyongyang", "PRK"),
    ("Iran's Foreign Ministry rejected the draft.", "Iran's Foreign Ministry", "IRN"),
    ("Tehran rejected the draft.", "Tehran", "IRN"),
    ("The UAE rejected the draft.", "UAE", "ARE"),
    ("Emirati mediators arrived on Friday.", "Emirati", "ARE"),
    ("Saudi mediators arrived on Friday.", "Saudi", "SAU"),
    ("Jordan rejected the draft.", "Jordan", "JOR"),
    ("Israel rejected the draft.", "Israel", "ISR"),
    ("Palestinian officials rejected the draft.", "Palestinian", "PSE"),
    ("Chad recalled its ambassador.", "Chad", "TCD"),
    ("Niger recalled its ambassador.", "Niger", "NER"),
    ("Nigeria recalled its ambassador.", "Nigeria", "NGA"),
    ("Guinea-Bissau recalled its ambassador.", "Guinea-Bissau", "GNB"),
    ("Equatorial Guinea recalled its ambassador.", "Equatorial Guinea", "GNQ"),
    ("Papua New Guinea recalled its ambassador.", "Papua New Guinea", "PNG"),
    ("The DRC recalled its ambassador.", "DRC", "COD"),
    ("The Democratic Republic of the Congo recalled its ambassador.", "Democratic Republic of the Congo", "COD"),
    ("The Dominican Republic recalled its ambassador.", "Dominican Republic", "DOM"),
    ("Côte d’Ivoire recalled its ambassador.", "Côte d’Ivoire", "CIV"),
    ("Ivory Coast recalled its ambassador.", "Ivory Coast", "CIV"),
    ("Czechia recalled its ambassador.", "Czechia", "CZE"),
    ("The Netherlands recalled its ambassador.", "Netherlands", "NLD"),
    ("Dutch officials rejected the draft.", "Dutch", "NLD"),
    ("Danish officials rejected the draft.", "Danish", "DNK"),
    ("Polish officials rejected the draft.", "Polish", "POL"),
    ("Kosovo recalled its ambassador.", "Kosovo", "XKX"),
    ("Abkhazia is recognised by few.", "Abkhazia", "abkhazia"),
    ("South Ossetia is recognised by few.", "South Ossetia", "south_ossetia"),
    ("Chisinau rejected the draft.", "Chisinau", "MDA"),
    ("Chișinău rejected the draft.", "Chișinău", "MDA"),
    ("Myanmar rejected the draft.", "Myanmar", "MMR"),
    ("The Vatican rejected the draft.", "Vatican", "VAT"),
    ("The Holy See rejected the draft.", "Holy See", "VAT"),
    ("NATO rejected the draft.", "NATO", "nato"),
    ("The EU rejected the draft.", "EU", "eu"),
    ("The European Commission rejected the draft.", "European Commission", "eu"),
    ("Brussels rejected the draft.", "Brussels", "eu"),
    ("The talks were held in Brussels.", "Brussels", "BEL"),
    ("The UN rejected the draft.", "UN", "un"),
    ("The UN Security Council rejected the draft.", "UN Security Council", "un_security_council"),
    ("The G7 rejected the draft.", "G7", "g7"),
    ("The OSCE rejected the draft.", "OSCE", "osce"),
    ("The CSTO rejected the draft.", "CSTO", "csto"),
    ("The Council of Europe rejected the draft.", "Council of Europe", "council_of_europe"),
    ("The WHO rejected the draft.", "WHO", "who"),
    ("The IMF rejected the draft.", "IMF", "imf"),
    ("The African Union rejected the draft.", "African Union", "african_union"),
    ("Vladimir Putin rejected the draft.", "Vladimir Putin", "vladimir_putin"),
    ("President Putin rejected the draft.", "Putin", "vladimir_putin"),
    ("On Monday Putin rejected the draft.", "Putin", "vladimir_putin"),
    ("Secretary of State Antony Blinken rejected it.", "Antony Blinken", "antony_blinken"),
    ("Sergey Lavrov rejected the draft.", "Sergey Lavrov", "sergei_lavrov"),
    ("Nikol Pashinian rejected the draft.", "Nikol Pashinian", "nikol_pashinyan"),
    ("Recep Tayyip Erdogan rejected the draft.", "Recep Tayyip Erdogan", "recep_tayyip_erdogan"),
    ("Xi Jinping rejected the draft.", "Xi Jinping", "xi_jinping"),
    ("Ursula von der Leyen rejected the draft.", "Ursula von der Leyen", "ursula_von_der_leyen"),
]  # fmt: skip

TRAPS = [
    ("They told us to leave.", "us"),
    ("PLEASE GIVE US A BREAK", "US"),
    ("ASK THE MAN WHO KNOWS", "WHO"),
    ("They roasted a turkey for the guests.", "turkey"),
    ("It was Miller time in the bar.", "Miller"),
    ("Jordan Peterson gave a lecture.", "Jordan"),
    ("Paris Hilton opened the hotel.", "Paris"),
    ("Georgia Tech won the game.", "Georgia"),
    ("Voters in Atlanta, Savannah and the rest of Georgia went to the polls.", "Georgia"),
    ("He began to polish the table.", "polish"),
    ("He went through the papers like a bull in a china shop.", "china"),
    ("Michael Jordan won six titles.", "Jordan"),
    ("Denzel Washington played the lead.", "Washington"),
    ("The Washington Post reported it first.", "Washington"),
    ("Microsoft, based in Washington near Seattle, hired again.", "Washington"),
    ("Arthur Putin sells bread in Leeds.", "Putin"),
    ("Ivanka Trump opened the hotel.", "Trump"),
    ("The baker Assad Khan sells bread in Leeds.", "Assad"),
    ("Fishing fleets left the Indian Ocean.", "Indian"),
    ("Ships crossed the South China Sea.", "China"),
    ("The Paris Agreement was signed in 2015.", "Paris"),
    ("New Mexico passed the bill.", "Mexico"),
    ("The Berlin Wall fell in 1989.", "Berlin"),
    ("The Warsaw Pact was dissolved in 1991.", "Warsaw"),
    ("The Minsk agreements were never carried out.", "Minsk"),
    ("The Voice of America reported it first.", "America"),
    ("Turkish Airlines cancelled the flight.", "Turkish"),
    ("The book is written in Russian.", "Russian"),
    ("Latin American states abstained.", "American"),
    ("Koreans on both sides of the border wept.", "Koreans"),
    ("They served Turkish delight with coffee.", "Turkish"),
    ("The march was led by Chad Ollsen.", "Chad"),
    ("She is fluent, and teaches in French.", "French"),
]


@pytest.fixture(scope="module")
def mentions_of(nlp, matcher):
    sentences = list(dict.fromkeys(case[0] for case in [*KNOWN, *TRAPS]))
    return {doc.text: find_mentions(doc, matcher) for doc in nlp.pipe(sentences)}


@pytest.mark.parametrize(("sentence", "form", "actor_id"), KNOWN, ids=[case[1] for case in KNOWN])
def test_form_means_its_actor(mentions_of, sentence, form, actor_id):
    assert (form, actor_id) in [(m.text, m.actor_id) for m in mentions_of[sentence]]


@pytest.mark.parametrize(("sentence", "form"), TRAPS, ids=[case[0] for case in TRAPS])
def test_trap_means_no_actor(mentions_of, sentence, form):
    start = sentence.index(form)
    overlapping = [m for m in mentions_of[sentence] if m.start < start + len(form) and start < m.end]
    assert [m for m in overlapping if m.actor_id is not None] == []


def test_forms_are_never_matched_by_likeness(matcher, nlp):
    sentence = "Rusia, Ukrania and Amerika are no names that a catalogue of English forms has."
    assert [m.actor_id for m in find_mentions(nlp(sentence), matcher) if m.actor_id is not None] == []


IN_CONTEXT = [
    ("Voters in Atlanta were tired. Moscow was far away, but Georgia voted.", "Georgia", None),
    ("Tbilisi was calm. Georgia had voted, and Atlanta was far away.", "Georgia", "GEO"),
    ("Isaiah Berlin taught in Oxford. Berlin said that freedom has two senses.", "Berlin said", None),
    ("Isaiah Berlin spoke in Berlin.", "in Berlin", "DEU"),
    ("Police in Lebanon, New Hampshire, made an arrest.", "Lebanon", None),
    ("Police in Lebanon, Syria and Iraq were warned.", "Lebanon", "LBN"),
    ("Georgetown rejected the claim.", "Georgetown", None),
    ("Georgetown rejected the claim, and Guyana went to court.", "Georgetown", "GUY"),
    ("U.S.-backed forces withdrew.", "U.S.-backed", "USA"),
    ("The pro-Kremlin party won.", "Kremlin", "RUS"),
    ("The talks with V. Putin failed.", "V. Putin", "vladimir_putin"),
    ("The talks with A. Putin failed.", "A. Putin", None),
]


@pytest.mark.parametrize(("text", "words", "actor_id"), IN_CONTEXT, ids=[case[0] for case in IN_CONTEXT])
def test_the_article_decides_what_an_ambiguous_name_means(nlp, matcher, text, words, actor_id):
    start = text.index(words)
    mentions = [m for m in find_mentions(nlp(text), matcher) if m.start < start + len(words) and start < m.end]
    assert [m.actor_id for m in mentions if m.actor_id is not None] == ([actor_id] if actor_id else [])


def test_confidence_in_an_ambiguous_name_follows_the_article(nlp, matcher):
    texts = ["Georgia voted.", "Georgia voted, said Tbilisi.", "Georgia voted. Tbilisi was calm, and so was Atlanta."]
    alone, supported, contested = (find_mentions(nlp(text), matcher)[0].confidence for text in texts)
    assert contested < alone < supported


def test_a_body_is_no_person_whatever_the_model_says(nlp, matcher):
    doc = Doc(nlp.vocab, words=["Foreign", "Affairs", "Committee", "met", "Ada", "Varr", "."])
    doc.ents = [Span(doc, 0, 3, "PERSON"), Span(doc, 4, 6, "PERSON")]
    assert [(m.text, m.label) for m in find_mentions(doc, matcher)] == [
        ("Foreign Affairs Committee", "ORG"),
        ("Ada Varr", "PERSON"),
    ]


def test_a_capital_beside_a_place_is_a_place(nlp, matcher):
    (moscow, brussels) = find_mentions(nlp("They reopened offices in Moscow and Brussels."), matcher)
    assert (moscow.actor_id, brussels.actor_id) == ("RUS", "BEL")
    assert moscow.confidence == brussels.confidence == 0.5
