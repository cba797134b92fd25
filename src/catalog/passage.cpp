#include "catalog/passage.h"

#include "catalog/definition_events.h"
#include "catalog/law_events.h"
#include "catalog/law_store.h"
#include "text/html.h"

#include <algorithm>

namespace catalog {

std::string_view passage_word(PassageKind kind) {
    constexpr std::string_view kWords[] = {"service", "document", "question"};
    return kWords[static_cast<std::size_t>(kind)];
}

std::string_view validity_word(Validity validity) {
    constexpr std::string_view kWords[] = {"", "not_yet", "in_force", "partly_ended", "ended"};
    return kWords[static_cast<std::size_t>(validity)];
}

namespace {

constexpr int kDaysLookedBack = 40;

void add_line(std::string& text, std::string_view line) {
    if (line.empty()) return;
    if (!text.empty()) text += '\n';
    text += line;
}

std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t mark =
            text.substr(at).starts_with("<!--") ? text.find("-->", at) : std::string::npos;
        if (mark != std::string::npos)
            at = mark + 3;
        else
            out += text[at++];
    }
    return out;
}

// --- laws ---

struct LawGround {
    std::string id;  // law/xingzheng-xuke-fa or law/<digest of the title>
    std::string url;
    std::string title;
    const LawEntry* entry = nullptr;
};

Passage law_passage(const LawGround& law, std::string_view rank) {
    Passage passage;
    passage.id = law.id + "#";
    passage.url = law.url;
    passage.title = law.title;
    passage.genre = std::string(kRankGenre) + std::string(rank);
    passage.validity = Validity::InForce;
    if (law.entry == nullptr) return passage;
    passage.title_en = law.entry->name_en;
    passage.number = law.entry->number;
    return passage;
}

Validity validity_of(const LawEntry& law, calendar::Date day) {
    const auto begins = calendar::Date::parse(law.effective);
    const auto ends = calendar::Date::parse(law.ends);
    if (ends.ok() && day >= ends.value()) return Validity::Ended;
    return begins.ok() && day < begins.value() ? Validity::NotYet : Validity::InForce;
}

// The law as a whole: what is asked for by its name.
Passage whole_law(const LawGround& law, std::string_view rank, calendar::Date edition) {
    Passage whole = law_passage(law, rank);
    whole.date = edition;
    std::string key = law_title_key(law.title);
    if (key != law.title) whole.names.push_back(std::move(key));
    if (law.entry == nullptr) return whole;
    if (law.entry->law != law.title) whole.names.push_back(law.entry->law);
    add_line(whole.body, law.entry->issuer);
    return whole;
}

// 行政许可法第四十二条: asked for with its number.
void name_article(const LawGround& law, Passage& passage, std::string_view number) {
    const std::string article = chinese_article(number);
    passage.title += " " + article;
    passage.names.push_back(law_title_key(law.title) + article);
    if (law.entry != nullptr && law.entry->law != law_title_key(law.title))
        passage.names.push_back(law.entry->law + article);
}

// The register's own words, while the text itself was not taken in.
void put_summaries(const LawGround& law, calendar::Date day, PassageChange& change) {
    const auto edition = calendar::Date::parse(law.entry->edition);
    change.put.push_back(whole_law(law, law.entry->rank, edition.ok() ? edition.value() : calendar::Date{}));
    change.put.back().validity = validity_of(*law.entry, day);
    for (const LawArticle& article : law.entry->articles) {
        const std::string_view number = article_number(article.article);
        Passage passage = law_passage(law, law.entry->rank);
        passage.id += article.article;
        passage.url = law.url + "#art-" + std::string(number);
        name_article(law, passage, number);
        passage.body = article.summary;
        passage.body_en = article.summary_en;
        passage.validity = validity_of(*law.entry, day);
        if (edition.ok()) passage.date = edition.value();
        change.put.push_back(std::move(passage));
    }
}

void put_articles(const LawGround& law, const LawEdition& edition, const ParsedLaw& text,
                  PassageChange& change) {
    for (const TextArticle& article : text.law.articles) {
        Passage passage = law_passage(law, edition.rank);
        passage.id += article.number;
        passage.url = law.url + "#art-" + article.number;
        name_article(law, passage, article.number);
        passage.body = plain(article.text);
        passage.date = edition.edition;
        change.put.push_back(std::move(passage));
    }
    Passage whole = whole_law(law, edition.rank, edition.edition);
    const std::size_t head = text.markdown.find("-->");
    if (text.law.articles.empty())
        whole.body = plain(std::string_view(text.markdown).substr(head == std::string::npos ? 0 : head + 3));
    change.put.push_back(std::move(whole));
}

// The articles of the edition in force today; older editions stay readable on the law's page.
base::Result<PassageChange> law_change(const PassageGround& ground, const LawGround& law,
                                       const std::vector<LawEdition>& editions) {
    PassageChange change;
    change.removed.push_back(law.id + "#");
    const auto current = std::find_if(editions.begin(), editions.end(), [&](const LawEdition& edition) {
        return edition.edition <= ground.catalogue.day;
    });
    if (current != editions.end()) {
        LawTexts texts;
        const auto text = TRY(texts.open(ground.db, *current));
        put_articles(law, *current, *text, change);
    } else if (law.entry != nullptr) {
        put_summaries(law, ground.catalogue.day, change);
    }
    return change;
}

LawGround registered(const LawEntry& entry) {
    return {"law/" + entry.slug, "/laws/" + entry.slug, entry.name, &entry};
}

base::Result<PassageChange> imported_law(const PassageGround& ground, const LawImported& event) {
    const std::string shelved = TRY(ground.vault.unshelve(ground.db, event.card));
    const auto card = base::parse_json(shelved);
    if (!card.ok()) return card.error();
    const std::string title(card.value().string_or("title"));
    const std::vector<LawEdition> editions = TRY(list_editions(ground.db, title));
    for (const auto& [name, entry] : ground.catalogue.laws.entries()) {
        if (law_title_key(entry.name) == law_title_key(title))
            return law_change(ground, registered(entry), editions);
    }
    LawGround law{"law/" + event.title.hex().substr(0, 16), "/laws/", title};
    text::append_url_encoded(law.url, law_title_key(title));
    return law_change(ground, law, editions);
}

// --- items ---

void add_materials(const ServiceItem& item, Passage& passage) {
    for (const Material& material : item.materials) {
        add_line(passage.body, material.name);
        add_line(passage.body, material.note);
        add_line(passage.body_en, material.name_en);
    }
}

Passage guide_of(const ServiceItem& item) {
    Passage passage;
    passage.kind = PassageKind::Service;
    passage.id = "item/" + item.code + "/";
    passage.url = "/items/" + item.code;
    passage.title = item.name;
    passage.title_en = item.name_en;
    passage.office = item.body;
    passage.topic = item.themes.empty() ? std::string() : item.themes.front();
    passage.validity = Validity::InForce;
    passage.date = item.effective;
    add_line(passage.body, item.summary);
    add_line(passage.body_en, item.summary_en);
    for (const std::string& condition : item.conditions) add_line(passage.body, condition);
    for (const std::string& condition : item.conditions_en) add_line(passage.body_en, condition);
    add_materials(item, passage);
    for (const Fee& fee : item.fees) {
        add_line(passage.body, fee.name + " " + fee.standard);
        add_line(passage.body_en, fee.name_en + " " + fee.standard_en);
    }
    add_line(passage.body, item.result_name);
    add_line(passage.body_en, item.result_name_en);
    for (const std::string& keyword : item.keywords) add_line(passage.body, keyword);
    passage.names = item.keywords;
    return passage;
}

PassageChange item_change(const Catalogue& catalogue, std::string_view code) {
    PassageChange change;
    change.removed.push_back("item/" + std::string(code) + "/");
    const ServiceItem* item = catalogue.find_offered(code);
    if (item == nullptr || item->status == 3) return change;  // 取消: closed for ever
    Passage guide = guide_of(*item);
    int number = 0;
    for (const Faq& faq : item->faq) {
        Passage question;
        question.kind = PassageKind::Question;
        question.id = guide.id + "faq/" + std::to_string(++number);
        question.url = guide.url + "#faq";
        question.title = faq.question;
        question.title_en = faq.question_en;
        question.body = faq.answer;
        question.body_en = faq.answer_en;
        question.office = guide.office;
        question.topic = guide.topic;
        question.date = guide.date;
        change.put.push_back(std::move(question));
    }
    change.put.push_back(std::move(guide));
    return change;
}

base::Result<PassageChange> change_of(const PassageGround& ground, const ledger::Entry& entry) {
    if (entry.is<LawImported>()) return imported_law(ground, entry.read<LawImported>());
    const auto event = entry.read<DefinitionActivated>();
    const std::string_view kind = event.kind.text();
    if (kind == kind_word(DefinitionKind::Item)) return item_change(ground.catalogue, event.id.text());
    if (kind != kind_word(DefinitionKind::Law)) return PassageChange();
    const LawEntry* law = ground.catalogue.laws.find_by_slug(event.id.text());
    if (law == nullptr) return PassageChange();
    const std::vector<LawEdition> editions = TRY(list_editions(ground.db, law->name));
    return law_change(ground, registered(*law), editions);
}

bool turned_lately(const LawEntry& law, calendar::Date day) {
    for (const std::string& date : {law.effective, law.ends}) {
        const auto turned = calendar::Date::parse(date);
        const bool past = turned.ok() && turned.value() <= day;
        if (past && day.days - turned.value().days < kDaysLookedBack) return true;
    }
    return false;
}

// A guide approved for a later day comes into force without an entry of its own.
base::Result<PassageChange> guides_of_the_day(const PassageGround& ground) {
    PassageChange all;
    for (const auto& [code, item] : ground.catalogue.items) {
        PassageChange one = item_change(ground.catalogue, code);
        std::move(one.put.begin(), one.put.end(), std::back_inserter(all.put));
    }
    for (const auto& [name, law] : ground.catalogue.laws.entries()) {
        if (!turned_lately(law, ground.catalogue.day)) continue;
        const std::vector<LawEdition> editions = TRY(list_editions(ground.db, law.name));
        PassageChange one = TRY(law_change(ground, registered(law), editions));
        std::move(one.put.begin(), one.put.end(), std::back_inserter(all.put));
    }
    return all;
}

}  // namespace

std::vector<PassageSource> catalog_passages() {
    return {{"catalog",
             1,
             {LawImported::kKind.name, DefinitionActivated::kKind.name},
             change_of,
             guides_of_the_day}};
}

}  // namespace catalog
