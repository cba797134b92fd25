#include "catalog/law.h"

#include "catalog/limits.h"

namespace catalog {

std::string_view article_number(std::string_view cited) {
    return cited.substr(0, cited.find('('));
}

const LawArticle* LawEntry::find_article(std::string_view wanted) const {
    const std::string_view cited = article_number(wanted);
    for (const LawArticle& article : articles) {
        if (article_number(article.article) == cited) return &article;
    }
    return nullptr;
}

void LawRegister::add(LawEntry entry) {
    by_title_[entry.name] = entry.law;
    std::string law = entry.law;
    entries_[std::move(law)] = std::move(entry);
}

const LawEntry* LawRegister::find(std::string_view law) const {
    const auto by_name = entries_.find(law);
    if (by_name != entries_.end()) return &by_name->second;
    const auto title = by_title_.find(law);
    return title == by_title_.end() ? nullptr : &entries_.find(title->second)->second;
}

const LawEntry* LawRegister::find_by_slug(std::string_view slug) const {
    for (const auto& [name, entry] : entries_) {
        if (entry.slug == slug) return &entry;
    }
    return nullptr;
}

Resolution LawRegister::resolve(std::string_view law, std::string_view article, calendar::Date on) const {
    const LawEntry* entry = find(law);
    if (entry == nullptr) return Resolution::UnknownLaw;
    const auto begins = calendar::Date::parse(entry->effective);
    const auto ends = calendar::Date::parse(entry->ends);
    if ((begins.ok() && on < begins.value()) || (ends.ok() && on >= ends.value()))
        return Resolution::NotInForce;
    return entry->find_article(article) != nullptr ? Resolution::InForce : Resolution::UnknownArticle;
}

LawEntry parse_law(std::string_view json, std::string_view slug, Findings& findings) {
    LawEntry law;
    law.slug = slug;
    const auto parsed = base::parse_json(json, base::JsonComments::Allowed, kDefinitionBytesMax);
    if (!parsed.ok()) {
        add_refusal(parsed.error(), findings);
        return law;
    }
    ObjectReader reader(parsed.value(), "law", findings);
    law.law = reader.text("law");
    law.name = reader.text("name");
    law.name_en = reader.text("name_en");
    law.rank = reader.word("rank", {"law", "regulation", "local", "rule", "document", "interpretation"});
    law.number = reader.maybe("number");
    law.issuer = reader.maybe("issuer");
    law.issued = reader.maybe("issued");
    law.edition = reader.maybe("edition");
    law.effective = reader.maybe("effective");
    law.ends = reader.maybe("ends");
    law.source = reader.maybe("source");
    law.status = reader.word("status", {"verified", "unverified"});
    for (const base::Json& item : reader.list("articles")) {
        ObjectReader article(item, "articles." + std::string(item.string_or("art")), findings);
        law.articles.push_back({article.text("art"), article.text("summary"), article.text("summary_en")});
    }
    return law;
}

}  // namespace catalog
