// What the command line asks of a node without serving: demonstration, law import, replay check, backup,
// doctor.

#include "app/tasks.h"

#include "app/demo.h"
#include "app/house.h"
#include "app/task_node.h"
#include "app/wiring.h"
#include "base/file.h"
#include "catalog/law_import.h"
#include "catalog/law_store.h"
#include "identity/sign_in.h"

#include <sys/statvfs.h>

#include <filesystem>

namespace app {

namespace {

const web::Files& carried() {
    return carried_files_of_tasks();
}

const web::Texts& carried_texts() {
    static const web::Texts texts = [] {
        auto loaded = web::Texts::load(carried());
        CHECK(loaded.ok());
        return std::move(loaded).value();
    }();
    return texts;
}

web::Locale locale_of(const std::string& code) {
    return web::locale_from(code);
}

}  // namespace

std::string task_text(const std::string& locale, const std::string& key,
                      const std::vector<std::pair<std::string, std::string>>& args) {
    return carried_texts().text(locale_of(locale), key, args);
}

std::string refusal_text(const base::Error& error, const std::string& locale) {
    std::string text = carried_texts().error_text(error, locale_of(locale));
    if (!error.detail().empty()) text += " (" + error.detail() + ")";
    return text;
}

namespace {

constexpr std::string_view kDemoSettings =
    "# Fictional: area code 999921.\n[county]\nregion = \"999921\"\ndemo = true\n"
    "[site]\ncode = \"9999210001\"\nicp = \"ICP 00000000\"\npolice_record = \"99992102000000\"\n";

// The applicant whose one-time link serve prints; no password, so only the link opens it.
base::Result<> add_demo_citizen(Node& node) {
    const auto added =
        node.registrar().perform<identity::PersonId>(identity::nobody(), [&](identity::Act& act) {
            const web::File* words = node.files().find("counties/qingxi/sample/words.json");
            CHECK(words != nullptr);
            identity::CitizenDetails details;
            const auto json = base::parse_json(words->bytes);
            CHECK(json.ok());
            details.name = json.value().string_or("citizen");
            details.number = "999921199003072325";
            details.phone = "13800000000";
            details.login = "demo-citizen";
            return identity::register_citizen(act, details);
        });
    if (!added.ok() && added.error().text_key() != "register.login_taken") return added.error();
    return base::Done{};
}

// A carried definition that is refused is a fault of the program: say which and why, make nothing of it.
TaskReport refused_definitions(const catalog::CountyReport& county, const TaskOptions& options) {
    TaskReport report;
    report.passed = false;
    base::JsonWriter json(report.json);
    json.open_object().key("refused").open_list();
    for (const auto& [path, findings] : county.refused) {
        report.lines.push_back(path + ": " +
                               task_text(options.locale, findings.front().text_key, findings.front().args));
        json.string(path);
    }
    json.close_list().close_object();
    return report;
}

base::Result<calendar::Instant> demo_end(const TaskOptions& options) {
    if (options.until.empty()) return calendar::SystemClock().now();
    const auto date = TRY(calendar::Date::parse(options.until));
    return calendar::Instant::start_of(date).plus_seconds(17 * 3600);
}

}  // namespace

base::Result<TaskReport> make_demo(const TaskOptions& options) {
    const DemoSize whole = TRY(demo_size(options.size));
    const calendar::Instant until = TRY(demo_end(options));
    const DemoSize size = TRY(demo_size_until(carried(), whole, until.date()));
    if (std::filesystem::exists(options.data + "/sunroom.db")) {
        return base::Error(base::ErrorCode::Conflict, "demo.not_empty").with("data", options.data);
    }
    TRY(write_first_config(options.data, kDemoSettings));
    calendar::MovedClock clock(
        calendar::Instant::start_of(until.date().plus(-size.days - kDemoDaysBefore)).plus_seconds(8 * 3600));
    const auto entropy = base::seeded_entropy(999921);
    const auto keys = base::system_entropy();
    NodeOptions wanted{options.data, Create::IfAbsent, &carried(), &clock, entropy.get()};
    wanted.sync = store::Sync::Afterwards;
    // The node's own key is never predictable, not even of a demonstration.
    TRY(base::write_file_synced(options.data + "/node.key", keys->bytes(32), 0600));
    auto node = TRY(Node::open(wanted));
    if (options.say) options.say(say(options, "cli.demo_county"));
    const auto county = TRY(load_demo_county(*node));
    if (!county.refused.empty()) return refused_definitions(county, options);
    TRY(add_demo_citizen(*node));
    DemoPlan plan{size, until, 20260302, {}};
    const std::string line = say(options, "cli.demo_years");
    plan.progress = [&](int percent) {
        if (options.progress) options.progress(line, percent);
    };
    const DemoCounts counts = TRY(make_demo_years(*node, clock, plan));
    if (options.progress) options.progress(line, 100);
    TaskReport report;
    report.lines.push_back(say(options, "cli.demo_done",
                               {{"definitions", std::to_string(county.definitions)},
                                {"officials", std::to_string(county.officials)},
                                {"cases", std::to_string(counts.cases)},
                                {"acts", std::to_string(counts.acts)},
                                {"data", options.data}}));
    base::JsonWriter(report.json)
        .open_object()
        .member("definitions", county.definitions)
        .member("officials", county.officials)
        .member("cases", counts.cases)
        .member("acts", counts.acts)
        .member("refused", counts.refused)
        .member("ratings", counts.ratings)
        .member("supplements", counts.supplements)
        .member("late", counts.late)
        .member("entries", node->journal().position().seq)
        .close_object();
    report.passed = counts.refused == 0;
    node.reset();
    TRY(base::sync_file(options.data + "/sunroom.db"));
    return report;
}

base::Result<TaskReport> import_law(const TaskOptions& options) {
    TaskNode bench;
    TRY(open_task_node(bench, options));
    identity::Actor actor = identity::office_actor("law-import");
    actor.grants.push_back({"catalog.import", "", "operator", 0});
    const std::string line = say(options, "cli.law_reading");
    const auto progress = [&](int done, int all) {
        if (options.progress) options.progress(line, all == 0 ? 100 : done * 100 / all);
    };
    const catalog::LawFiles laws = TRY(catalog::list_law_files(options.path));
    const auto imported = TRY(catalog::import_laws(bench.node->registrar(), actor, laws, progress));
    catalog::LawTexts texts;
    auto reader = TRY(bench.node->registrar().lend());
    const auto cited = TRY(catalog::check_citations(*reader, *bench.node->catalogue().current(), texts));
    bench.node->registrar().give_back(std::move(reader));
    TaskReport report;
    const auto number = [](auto value) { return std::to_string(value); };
    report.lines.push_back(say(options, "cli.law_done",
                               {{"files", number(imported.files)},
                                {"imported", number(imported.imported)},
                                {"known", number(imported.known)},
                                {"laws", number(imported.laws)},
                                {"articles", number(imported.articles)},
                                {"skipped", number(imported.skipped.size())}}));
    report.lines.push_back(
        say(options, "cli.law_citations",
            {{"citations", number(cited.citations)}, {"resolved", number(cited.resolved)}}));
    for (const std::string& missing : cited.missing) report.lines.push_back("  " + missing);
    base::JsonWriter json(report.json);
    json.open_object()
        .member("files", imported.files)
        .member("imported", imported.imported)
        .member("known", imported.known)
        .member("laws", imported.laws)
        .member("editions", imported.editions)
        .member("articles", imported.articles)
        .key("skipped")
        .open_list();
    for (const auto& [file, why] : imported.skipped)
        json.open_object().member("file", file).member("why", why).close_object();
    json.close_list()
        .member("without_articles", static_cast<std::int64_t>(imported.without_articles.size()))
        .member("citations", cited.citations)
        .member("resolved", cited.resolved)
        .key("missing")
        .open_list();
    for (const std::string& missing : cited.missing) json.string(missing);
    json.close_list().key("register_gaps").open_list();
    for (const std::string& gap : cited.register_gaps) json.string(gap);
    json.close_list().close_object();
    report.passed = cited.missing.empty();
    return report;
}

base::Result<TaskReport> check_replay(const TaskOptions& options) {
    TaskNode bench;
    TRY(open_task_node(bench, options));
    const std::string aside_path = options.data + "/replay-check.db";
    const auto clear = [&aside_path] {  // also what a check that was killed has left
        for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(aside_path + end);
    };
    clear();
    TaskReport report;
    {
        auto aside = TRY(store::Tx::open(aside_path, store::Sync::Never));
        auto reader = TRY(bench.node->registrar().lend());
        const auto same = TRY(bench.node->journal().compare_with_replay(*reader, aside));
        const auto verified = bench.node->journal().verify_leaves(*reader);
        bench.node->registrar().give_back(std::move(reader));
        report.passed = same.differing.empty() && verified.ok();
        report.lines.push_back(say(options, report.passed ? "cli.replay_same" : "cli.replay_differs",
                                   {{"entries", std::to_string(same.entries)}}));
        for (const std::string& table : same.differing) report.lines.push_back("  " + table);
        if (!verified.ok()) report.lines.push_back(refusal_text(verified.error(), options.locale));
        base::JsonWriter json(report.json);
        json.open_object()
            .member("entries", same.entries)
            .flag("same", same.differing.empty())
            .flag("leaves", verified.ok())
            .member("root", bench.node->journal().position().tree.root().hex())
            .key("differing")
            .open_list();
        for (const std::string& table : same.differing) json.string(table);
        json.close_list().close_object();
    }
    clear();
    return report;
}

namespace {

constexpr std::int64_t kBackupHoursMax = 36;  // at least daily, with some hours to spare

}  // namespace

base::Result<TaskReport> doctor(const TaskOptions& options) {
    TaskNode bench;
    TRY(open_task_node(bench, options));
    TaskReport report;
    base::JsonWriter json(report.json);
    json.open_object();
    const auto line = [&](std::string_view what, bool good, const web::TextArgs& args = {}) {
        report.lines.push_back((good ? "[ok] " : "[!!] ") +
                               say(options, "doctor." + std::string(what), args));
        json.flag(what, good);
        report.passed = report.passed && good;
    };
    struct statvfs disk {};
    const bool known = ::statvfs(options.data.c_str(), &disk) == 0;
    const std::int64_t free_mb = known ? static_cast<std::int64_t>(disk.f_bavail) *
                                             static_cast<std::int64_t>(disk.f_frsize) / (1 << 20)
                                       : 0;
    line("disk", free_mb > 1024, {{"free", std::to_string(free_mb)}});
    const int year = bench.clock.now().date().year();
    const auto catalogue = bench.node->catalogue().current();
    const bool calendar =
        catalogue->calendar != nullptr && !catalogue->calendar->provisional(calendar::Date::of(year, 12, 31));
    line("calendar", calendar, {{"year", std::to_string(year)}});
    line("items", !catalogue->items.empty(), {{"items", std::to_string(catalogue->items.size())}});
    std::error_code failed;
    const auto mode = std::filesystem::status(options.data + "/node.key", failed).permissions();
    line("key", !failed && (mode & std::filesystem::perms::others_read) == std::filesystem::perms::none);
    const bool demo = bench.node->config().flag("county", "demo");
    if (const auto backup = last_backup(options.data)) {
        const std::int64_t hours = (bench.clock.now().seconds() - backup->seconds()) / 3600;
        line("backup", demo || hours <= kBackupHoursMax, {{"hours", std::to_string(hours)}});
    } else {
        line("no_backup", demo);
    }
    auto reader = TRY(bench.node->registrar().lend());
    const auto verified = bench.node->journal().verify_leaves(*reader);
    bench.node->registrar().give_back(std::move(reader));
    line("journal", verified.ok(), {{"entries", std::to_string(bench.node->journal().position().seq)}});
    json.close_object();
    return report;
}

}  // namespace app
