#include "disclosure/import_run.h"

#include "base/file.h"
#include "disclosure/import_verbs.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace disclosure {

namespace {

constexpr std::size_t kComparedMax = 200;  // texts that are held against each other at a time
constexpr std::size_t kFilesMax = 100'000;

struct Found {
    std::string folder;
    std::vector<std::string> laws;  // relative
    std::vector<std::string> texts;
};

base::Result<Found> find_files(const std::string& path) {
    std::error_code wrong;
    Found found;
    const auto sort_in = [&found](const std::filesystem::path& file, const std::string& name) {
        auto& kind = file.extension() == ".md" ? found.laws : found.texts;
        kind.push_back(name);
    };
    if (std::filesystem::is_regular_file(path, wrong)) {
        const std::filesystem::path file(path);
        found.folder = file.parent_path().empty() ? "." : file.parent_path().string();
        sort_in(file, file.filename().string());
        return found;
    }
    found.folder = path;
    std::filesystem::recursive_directory_iterator at(path, wrong);
    if (wrong) return base::Error(base::ErrorCode::NotFound, "import.no_path", wrong.message());
    for (const auto& entry : at) {
        const std::string name = entry.path().filename().string();
        if (!entry.is_regular_file(wrong) || name.starts_with('.')) continue;
        sort_in(entry.path(), entry.path().lexically_relative(path).generic_string());
        if (found.laws.size() + found.texts.size() > kFilesMax) {
            return base::Error(base::ErrorCode::TooLarge, "import.too_many_files")
                .with("max", std::to_string(kFilesMax));
        }
    }
    std::sort(found.laws.begin(), found.laws.end());
    std::sort(found.texts.begin(), found.texts.end());
    return found;
}

class Runner {
public:
    Runner(identity::Registrar& registrar, const identity::Actor& actor, const ImportRun& run, Found found)
        : registrar_(registrar), actor_(actor), run_(run), found_(std::move(found)) {
        report_.files = static_cast<int>(found_.laws.size() + found_.texts.size());
    }

    base::Result<ImportReport> take_in() {
        if (!found_.laws.empty()) TRY(take_laws());
        for (std::size_t at = 0; at < found_.texts.size(); at += kComparedMax) {
            TRY(take_texts(at, std::min(at + kComparedMax, found_.texts.size())));
        }
        return std::move(report_);
    }

private:
    void tell(std::size_t done) const {
        if (run_.progress) run_.progress(static_cast<int>(done), report_.files);
    }
    base::Result<> take_laws() {
        catalog::LawFiles laws;
        laws.folder = found_.folder;
        laws.files = found_.laws;
        laws.apply = run_.mode == ImportMode::Apply;
        const auto progress = [this](int done, int) { tell(static_cast<std::size_t>(done)); };
        report_.laws = TRY(catalog::import_laws(registrar_, actor_, laws, progress));
        return base::Done{};
    }
    // Reads some, holds them against each other, stages what is new by the act.
    base::Result<> take_texts(std::size_t from, std::size_t end) {
        std::vector<ImportItem> items;
        for (std::size_t at = from; at < end; ++at) {
            const std::string& file = found_.texts[at];
            const auto bytes = base::read_file(path_of(file), kImportBytesMax);
            auto item =
                bytes.ok() ? read_import(file, bytes.value()) : base::Result<ImportItem>(bytes.error());
            if (item.ok())
                items.push_back(std::move(item).value());
            else
                report_.skipped.emplace_back(file, item.error());
            tell(found_.laws.size() + at + 1);
        }
        compare_items(items);
        for (const ImportItem& item : items) note(item);
        const std::vector<bool> known = TRY(known_among(items));
        std::vector<PreparedImport> fresh;
        for (std::size_t at = 0; at < items.size(); ++at) {
            if (known[at]) {
                ++report_.known;
                continue;
            }
            ++report_.staged;
            if (run_.mode == ImportMode::DryRun) continue;
            const std::string bytes = TRY(base::read_file(path_of(items[at].file), kImportBytesMax));
            fresh.push_back(TRY(prepare_import(registrar_.office(), items[at], bytes)));
            if (fresh.size() == kImportsPerAct) TRY(stage(fresh));
        }
        return fresh.empty() ? base::Result<>(base::Done{}) : stage(fresh);
    }
    std::string path_of(const std::string& file) const { return found_.folder + "/" + file; }
    base::Result<std::vector<bool>> known_among(const std::vector<ImportItem>& items) {
        auto reader = TRY(registrar_.lend());
        std::vector<bool> known;
        std::set<base::Digest> seen;  // two copies of one file in a folder
        for (const ImportItem& item : items) {
            const auto row = TRY(find_import(*reader, item.raw));
            known.push_back(row.has_value() || !seen.insert(item.raw).second);
        }
        registrar_.give_back(std::move(reader));
        return known;
    }
    void note(const ImportItem& item) {
        if (report_.texts.size() >= kReportedMax) return;
        ImportedFile file;
        file.file = item.file;
        file.dialect = dialect_word(item.dialect);
        file.title = item.title;
        for (const std::size_t count : item.counts) file.marks += static_cast<int>(count);
        file.lost = static_cast<int>(item.count(Hygiene::LostCharacters) + item.count(Hygiene::CensorHole));
        file.report = hygiene_json(item);
        report_.texts.push_back(std::move(file));
    }
    base::Result<> stage(std::vector<PreparedImport>& items) {
        TRY(registrar_.perform<int>(
            actor_, [&](identity::Act& act) -> base::Result<int> { return stage_imports(act, items); }));
        items.clear();
        return base::Done{};
    }

    identity::Registrar& registrar_;
    const identity::Actor& actor_;
    const ImportRun& run_;
    Found found_;
    ImportReport report_;
};

}  // namespace

base::Result<ImportReport> import_path(identity::Registrar& registrar, const identity::Actor& actor,
                                       const ImportRun& run) {
    Found found = TRY(find_files(run.path));
    return Runner(registrar, actor, run, std::move(found)).take_in();
}

}  // namespace disclosure
