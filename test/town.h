#pragma once
// Town: a whole office in a temporary folder, with a moved clock and a fixed seed. Stories use verbs or HTTP
// only and close with replay = tables and verified leaves.

#include "app/demo.h"
#include "app/node.h"
#include "casework/case_verbs.h"
#include "identity/person.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

// One outcome of one step, with what is written beside it.
inline casework::StepChoice choose(const std::string& step, const std::string& outcome,
                                   std::vector<casework::TypedEvidence> evidence = {}) {
    casework::StepChoice choice;
    choice.step = step;
    choice.outcome = outcome;
    choice.evidence = std::move(evidence);
    return choice;
}

class Town {
public:
    // `trial` may be null where a test changes a process without its scenarios.
    explicit Town(catalog::ProcessTrial trial = &app::try_process,
                  std::string_view opened = "2026-03-02T09:00:00+08:00")
        : trial_(trial),
          folder_(std::filesystem::temp_directory_path() /
                  ("sunroom-town-" + std::to_string(::getpid()) + "-" + std::to_string(counter_++))),
          clock_(calendar::Instant::parse(opened).value()) {
        std::filesystem::create_directories(folder_);
        auto files = web::disk_files(".", SUNROOM_SPRITE_PATH);
        CHECK(files.ok());
        files_ = std::move(files).value();
        open();
        const auto report = app::load_demo_county(*node_);
        EXPECT_TRUE(report.ok()) << (report.ok() ? ""
                                                 : report.error().text_key() + " " + report.error().detail());
        if (report.ok()) {
            for (const auto& [path, findings] : report.value().refused) {
                ADD_FAILURE() << path << ": " << findings.front().text_key << " " << findings.front().place;
            }
        }
        read_people();
    }
    ~Town() {
        node_.reset();
        std::filesystem::remove_all(folder_);
    }

    // Ends the process, as far as a test can, and starts it again on the same folder.
    void restart() {
        node_.reset();
        open();
    }

    app::Node& node() { return *node_; }
    calendar::MovedClock& clock() { return clock_; }
    std::string data() const { return folder_.string(); }
    calendar::Instant at(std::string_view text) {
        const auto instant = calendar::Instant::parse(text);
        CHECK(instant.ok());
        clock_.move_to(instant.value());
        return instant.value();
    }

    // The n-th official with this role for this body.
    identity::Actor official(std::string_view role, std::string_view body, int n = 0) const {
        const auto found = people_.find(std::string(role) + "@" + std::string(body));
        CHECK(found != people_.end() && static_cast<std::size_t>(n) < found->second.size());
        return found->second[static_cast<std::size_t>(n)];
    }

    bool has_official(std::string_view role, std::string_view body) const {
        return people_.contains(std::string(role) + "@" + std::string(body));
    }
    // Somebody with this role, of another body than this one if there is such a person.
    identity::Actor somebody(const std::string& role, std::string_view not_of) const {
        const std::vector<identity::Actor>* found = nullptr;
        for (const auto& [post, actors] : people_) {
            if (!post.starts_with(role + "@")) continue;
            if (found == nullptr || !post.ends_with("@" + std::string(not_of))) found = &actors;
        }
        CHECK(found != nullptr);
        return found->front();
    }

    template <class T>
    base::Result<T> perform(const identity::Actor& actor,
                            const std::function<base::Result<T>(identity::Act&)>& work) {
        return node_->registrar().perform<T>(actor, work);
    }
    base::Result<> step(const identity::Actor& actor, const std::string& number,
                        const casework::StepChoice& choice,
                        casework::Standing standing = casework::Standing::Official) {
        return perform<base::Done>(actor, [&](identity::Act& act) {
            return casework::do_step(act, node_->practice(), number, standing, choice);
        });
    }
    casework::MatterRow matter(const std::string& number) {
        auto found = node_->registrar().read<casework::MatterRow>(
            identity::nobody(),
            [&](const identity::Reading& reading) { return casework::load_matter(reading, number); });
        CHECK(found.ok());
        return std::move(found).value();
    }
    // An application by an invented citizen with every paper the guide lists.
    std::string file(const std::string& item, const std::string& channel = "web");

    // Call at the end of each story.
    void expect_books_agree() {
        auto aside = store::Tx::open(data() + "/aside" + std::to_string(counter_++) + ".db");
        ASSERT_TRUE(aside.ok());
        auto reader = node_->registrar().lend();
        ASSERT_TRUE(reader.ok());
        const auto same = node_->journal().compare_with_replay(*reader.value(), aside.value());
        ASSERT_TRUE(same.ok()) << same.error().detail();
        EXPECT_EQ(same.value().differing, std::vector<std::string>());
        const auto verified = node_->journal().verify_leaves(*reader.value());
        EXPECT_TRUE(verified.ok()) << verified.error().detail();
        node_->registrar().give_back(std::move(reader).value());
    }

private:
    void open() {
        app::NodeOptions options;
        options.data = data();
        options.create = app::Create::IfAbsent;
        options.files = files_.get();
        options.clock = &clock_;
        options.entropy = entropy_.get();
        options.trial = trial_;
        auto node = app::Node::open(options);
        CHECK(node.ok());
        node_ = std::move(node).value();
    }
    void read_people() {
        const auto catalogue = node_->catalogue().current();
        auto reader = std::move(node_->registrar().lend()).value();
        const std::vector<identity::Official> officials = identity::list_officials(*reader).value();
        for (const auto& official : officials) {
            const auto actor =
                identity::actor_of(*reader, official.person, catalogue->roles, clock_.now().date()).value();
            for (const auto& role : official.roles) people_[role.role + "@" + role.body].push_back(actor);
        }
        node_->registrar().give_back(std::move(reader));
    }

    catalog::ProcessTrial trial_;
    std::filesystem::path folder_;
    std::unique_ptr<web::Files> files_;
    std::unique_ptr<base::Entropy> entropy_ = base::seeded_entropy(20260302);
    calendar::MovedClock clock_;
    std::unique_ptr<app::Node> node_;
    std::map<std::string, std::vector<identity::Actor>> people_;
    static inline int counter_ = 0;
};

inline std::string Town::file(const std::string& item, const std::string& channel) {
    const auto catalogue = node_->catalogue().current();
    const catalog::ServiceItem* found = catalogue->find_item(item);
    CHECK(found != nullptr);
    casework::NewCase wanted;
    wanted.channel = channel;
    wanted.applicant_kind = found->serves_persons() ? "person" : "firm";
    wanted.applicant_name = "李禾";
    wanted.applicant_number = "11010519491231002X";
    wanted.applicant = R"({"name":"李禾"})";
    wanted.answers = "{}";
    if (!found->scenarios.empty()) wanted.scenario = found->scenarios.front().code;
    wanted.delivery = "window";
    for (const auto& material : found->materials) wanted.materials.push_back({material.id, "paper", "{}"});
    const auto actor = channel == "hall" ? official("window", "029") : identity::nobody();
    const auto filed = perform<casework::Filed>(
        actor, [&](identity::Act& act) { return casework::file_case(act, node_->practice(), item, wanted); });
    EXPECT_TRUE(filed.ok()) << (filed.ok() ? "" : filed.error().text_key() + " " + filed.error().detail());
    return filed.ok() ? filed.value().number : std::string();
}
