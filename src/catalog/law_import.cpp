#include "catalog/law_import.h"

#include "base/file.h"
#include "base/json.h"
#include "catalog/law_events.h"
#include "catalog/limits.h"
#include "crypto/digest.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace catalog {

namespace {

// The folder names of the collection; a name not listed is a document.
std::string_view rank_of(std::string_view file) {
    // clang-format off
    // data: folders of the collection of laws and the rank of what lies in them
    constexpr std::pair<std::string_view, std::string_view> kRanks[] = {
        {"宪法", "law"}, {"宪法相关法", "law"}, {"民法典", "law"}, {"民法商法", "law"}, {"行政法", "law"},
        {"经济法", "law"}, {"社会法", "law"}, {"刑法", "law"}, {"诉讼与非诉讼程序法", "law"},
        {"行政法规", "regulation"}, {"地方性法规", "local"}, {"部门规章", "rule"},
        {"司法解释", "interpretation"}};
    // clang-format on
    const std::string_view folder = file.substr(0, file.find('/'));
    for (const auto& [name, rank] : kRanks) {
        if (folder == name) return rank;
    }
    return "document";
}

struct FoundLaw {
    std::string file;
    std::string title;
    calendar::Date edition;
    int articles = 0;
    std::string markdown;
};

base::Result<FoundLaw> read_law(const std::string& folder, const std::string& file) {
    FoundLaw law;
    law.file = file;
    law.markdown = TRY(base::read_file(folder + "/" + file, kLawBytesMax));
    const LawText text = TRY(parse_law_text(law.markdown, file));
    law.title = text.title;
    law.edition = text.edition;
    law.articles = static_cast<int>(text.articles.size());
    return law;
}

// True when the text was new.
base::Result<bool> record_law(identity::Act& act, const FoundLaw& law) {
    const base::Digest digest = crypto::sha256(law.markdown);
    if (TRY(has_law_text(act.db, law.title, law.edition, digest))) return false;
    std::string card;
    base::JsonWriter(card).open_object().member("title", law.title).member("file", law.file).close_object();
    LawImported event;
    event.title = crypto::sha256(law_title_key(law.title));
    event.edition = law.edition;
    event.text = TRY(act.shelve(law.markdown));
    event.card = TRY(act.shelve(card));
    event.articles = law.articles;
    event.rank = base::Code::of(rank_of(law.file));
    TRY(act.record("law/" + event.title.hex().substr(0, 32), event));
    return true;
}

}  // namespace

base::Result<LawFiles> list_law_files(const std::string& folder) {
    std::error_code wrong;
    LawFiles laws;
    laws.folder = folder;
    std::filesystem::recursive_directory_iterator at(folder, wrong);
    if (wrong) return base::Error(base::ErrorCode::NotFound, "law.no_folder", wrong.message());
    for (const auto& entry : at) {
        if (!entry.is_regular_file(wrong) || entry.path().extension() != ".md") continue;
        laws.files.push_back(entry.path().lexically_relative(folder).generic_string());
    }
    std::sort(laws.files.begin(), laws.files.end());
    return laws;
}

base::Result<LawImportReport> import_laws(identity::Registrar& registrar, const identity::Actor& actor,
                                          const LawFiles& laws,
                                          const std::function<void(int done, int all)>& progress) {
    const std::vector<std::string>& files = laws.files;
    LawImportReport report;
    report.files = static_cast<int>(files.size());
    std::set<std::string> titles;
    std::set<std::pair<std::string, calendar::Date>> editions;
    for (std::size_t at = 0; at < files.size();) {
        std::vector<FoundLaw> some;
        for (; at < files.size() && some.size() < kLawsPerAct; ++at) {
            auto law = read_law(laws.folder, files[at]);
            if (!law.ok()) {
                report.skipped.emplace_back(files[at], law.error().text_key());
                continue;
            }
            some.push_back(std::move(law).value());
            if (some.back().articles == 0) report.without_articles.push_back(files[at]);
            report.articles += some.back().articles;
            titles.insert(law_title_key(some.back().title));
            editions.emplace(law_title_key(some.back().title), some.back().edition);
        }
        const auto take_in = [&](identity::Act& act) -> base::Result<int> {
            TRY(authorise(act, "catalog.import"));
            int taken = 0;
            for (const FoundLaw& law : some) taken += TRY(record_law(act, law)) ? 1 : 0;
            return taken;
        };
        const int taken = laws.apply ? TRY(registrar.perform<int>(actor, take_in)) : 0;
        report.imported += taken;
        report.known += static_cast<int>(some.size()) - taken;
        if (progress) progress(static_cast<int>(at), report.files);
    }
    report.laws = static_cast<int>(titles.size());
    report.editions = static_cast<int>(editions.size());
    return report;
}

namespace {

class CitationCheck {
public:
    CitationCheck(const store::Reader& db, const Catalogue& catalogue, LawTexts& texts)
        : db_(db), catalogue_(catalogue), texts_(texts) {}

    base::Result<CitationReport> run() {
        for (const auto& [code, item] : catalogue_.items) {
            for (const Basis& basis : item->basis) TRY(cited(code, basis));
            for (const Material& material : item->materials) TRY(cited(code, material.basis));
            for (const Fee& fee : item->fees) TRY(cited(code, fee.basis));
        }
        for (const auto& [law, entry] : catalogue_.laws.entries()) {
            const ParsedLaw* text = TRY(text_of(law));
            if (text == nullptr) {
                report_.without_text.push_back(law);
                continue;
            }
            for (const LawArticle& article : entry.articles) {
                if (text->law.find(article_number(article.article)) == nullptr) {
                    report_.register_gaps.push_back(law + " " + article.article);
                }
            }
        }
        return std::move(report_);
    }

private:
    base::Result<> cited(const std::string& item, const Basis& basis) {
        if (basis.status == "unverified") return base::Done{};
        ++report_.citations;
        const ParsedLaw* text = TRY(text_of(basis.law));
        if (text != nullptr && text->law.find(article_number(basis.article)) != nullptr)
            ++report_.resolved;
        else
            report_.missing.push_back(item + " " + basis.law + " " + basis.article);
        return base::Done{};
    }
    base::Result<const ParsedLaw*> text_of(const std::string& law) {
        const auto known = open_.find(law);
        if (known != open_.end()) return known->second.get();
        const auto edition = TRY(find_edition(db_, catalogue_.laws, law, catalogue_.day));
        auto& kept = open_[law];
        if (edition) kept = TRY(texts_.open(db_, *edition));
        return kept.get();
    }

    const store::Reader& db_;
    const Catalogue& catalogue_;
    LawTexts& texts_;
    // Shared with the cache, which may drop them meanwhile.
    std::map<std::string, std::shared_ptr<const ParsedLaw>> open_;
    CitationReport report_;
};

}  // namespace

base::Result<CitationReport> check_citations(const store::Reader& db, const Catalogue& catalogue,
                                             LawTexts& texts) {
    return CitationCheck(db, catalogue, texts).run();
}

}  // namespace catalog
