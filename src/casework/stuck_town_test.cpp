// F10 and F11: every open matter lies in a queue of somebody who is there today, and what nobody moves
// reaches a senior post, by reading alone.

#include "app/house.h"
#include "casework/happening.h"
#include "casework/stuck.h"
#include "casework/told.h"
#include "identity/roster.h"

#include "town.h"
#include "visitor.h"

#include <cstdlib>
#include <random>

namespace casework {
namespace {

using identity::Act;
using identity::Actor;
using web::holds;
using web::Visitor;

class Stuck : public testing::Test {
protected:
    Stuck() {
        for (const auto& [code, item] : town_.node().catalogue().current()->items)
            if (item->process == "permit" && item->status == 1 && item->legal_days == 20) item_ = item;
        house_ = std::move(app::House::open(town_.node(), "https://qingxi.example")).value();
        visitor_ = std::make_unique<Visitor>(house_->site());
    }
    // A matter that lies with the handlers of the item's body.
    std::string in_review() {
        const std::string number = town_.file(item_->code);
        EXPECT_TRUE(town_.step(town_.official("window", "029"), number, choose("check", "accept")).ok());
        return number;
    }
    Actor handler(int n = 0) { return town_.official("handler", item_->body, n); }
    Actor head(int n = 0) { return town_.official("head", item_->body, n); }
    Actor supervisor(int n = 0) { return town_.official("supervisor", "029", n); }
    // As the roster of the day has them.
    Actor today(const Actor& actor) {
        const auto roles = town_.node().catalogue().current()->roles;
        return read<Actor>([&](const identity::Reading& reading) {
            return identity::actor_of(reading.db, actor.person, roles, reading.now.date());
        });
    }
    template <class T>
    T read(const std::function<base::Result<T>(const identity::Reading&)>& work,
           const Actor& actor = identity::nobody()) {
        auto found = town_.node().registrar().read<T>(actor, work);
        CHECK(found.ok());
        return std::move(found).value();
    }
    std::vector<StuckRow> come_to(const Actor& actor) {
        return read<std::vector<StuckRow>>(
            [&](const identity::Reading& reading) -> base::Result<std::vector<StuckRow>> {
                const auto catalogue = town_.node().catalogue().current();
                const auto shares = TRY(stuck_shares(reading, *catalogue, town_.node().practice().hall()));
                auto rows = TRY(list_stuck(reading.db, shares, 0, 100000));
                const std::int64_t count = TRY(count_stuck(reading.db, shares));
                EXPECT_EQ(count, static_cast<std::int64_t>(rows.size()));
                return rows;
            },
            today(actor));
    }
    bool comes_to(const Actor& actor, const std::string& number) {
        const auto rows = come_to(actor);
        return std::any_of(rows.begin(), rows.end(),
                           [&](const StuckRow& one) { return one.row.number == number; });
    }
    http::Response desk(const Actor& actor, const std::string& query = {}) {
        visitor_->come_in(actor.person);
        return visitor_->get("/desk" + query);
    }
    void claim(const Actor& actor, const std::string& number, const std::string& wanted) {
        const auto done = town_.perform<base::Done>(today(actor), [&](Act& act) {
            return claim_step(act, town_.node().practice(), number, "review", "");
        });
        EXPECT_EQ(done.ok() ? "claimed" : done.error().text_key(), wanted);
    }
    void revoke(const Actor& actor, const std::string& role, const std::string& body) {
        const auto done = town_.perform<base::Done>(town_.official("admin", ""), [&](Act& act) {
            return identity::revoke_role(act, actor.person, {role, body});
        });
        ASSERT_TRUE(done.ok()) << done.error().text_key();
    }
    void mark(const Actor& actor, identity::Presence presence) {
        const auto done = town_.perform<base::Done>(town_.official("admin", ""), [&](Act& act) {
            return identity::mark_presence(act, actor.person, presence);
        });
        ASSERT_TRUE(done.ok()) << done.error().text_key();
    }

    // Every official who is there today, with all he may do.
    std::vector<Actor> everybody() {
        const auto roles = town_.node().catalogue().current()->roles;
        return read<std::vector<Actor>>(
            [&](const identity::Reading& reading) -> base::Result<std::vector<Actor>> {
                std::vector<Actor> all;
                for (const identity::Official& one : TRY(identity::list_officials(reading.db))) {
                    Actor actor = TRY(identity::actor_of(reading.db, one.person, roles, reading.now.date()));
                    if (!actor.grants.empty()) all.push_back(std::move(actor));
                }
                return all;
            });
    }
    // The invariant (C3), asked without the questions of the program: each open step by each person.
    void expect_every_matter_in_a_queue() {
        const std::vector<Actor> all = everybody();
        std::set<std::pair<std::string, std::string>> stuck;  // number, step and member
        for (const Actor& actor : all) {
            const bool senior = std::any_of(actor.grants.begin(), actor.grants.end(), [](const auto& grant) {
                return grant.role == "head" ||
                       grant.role == "supervisor";  // his own, or that of whom he stands in for
            });
            if (!senior) continue;
            for (const StuckRow& one : come_to(actor))
                stuck.emplace(one.row.number, one.row.step + "/" + one.row.member);
        }
        auto reader = std::move(town_.node().registrar().lend()).value();
        const auto open = list_open_numbers(*reader, 10000).value();
        EXPECT_GT(open.size(), 20u);
        for (const std::string& number : open) {
            bool queued = false;
            const bool has_parts = !list_children(*reader, number).value().empty();
            const auto steps = list_open_steps(*reader, number).value();
            for (const DeskRow& row : steps) {
                const bool outsider = row.office.empty() && !row.role.empty();
                const bool part = row.role.empty() && has_parts;  // which is asked for itself
                const bool somebody = std::any_of(all.begin(), all.end(),
                                                  [&](const Actor& actor) { return lies_with(actor, row); });
                const bool senior = stuck.contains({number, row.step + "/" + row.member});
                EXPECT_TRUE(outsider || part || somebody || senior)
                    << number << " " << row.step << " lies with nobody: " << row.role << "@" << row.office;
                queued = queued || outsider || part || somebody || senior;
            }
            EXPECT_TRUE(queued) << number << " has no open step";
        }
        town_.node().registrar().give_back(std::move(reader));
    }

    Town town_;
    catalog::ItemPtr item_;
    std::unique_ptr<app::House> house_;
    std::unique_ptr<Visitor> visitor_;
};

TEST_F(Stuck, F11_WhatNobodyMovesReachesTheHeadAndThenTheSupervisorByReadingAlone) {
    town_.at("2026-09-24T10:00:00+08:00");  // the day before Mid-Autumn: 5 working days end on 2026-10-09
    const std::string number = in_review();
    town_.at("2026-10-09T23:59:00+08:00");
    EXPECT_FALSE(comes_to(head(), number));
    EXPECT_FALSE(holds(desk(head()), "id=\"stuck-h\""));
    town_.at("2026-10-10T00:00:00+08:00");
    EXPECT_TRUE(comes_to(head(), number));
    EXPECT_TRUE(comes_to(head(1), number)) << "every holder of the post";
    EXPECT_FALSE(comes_to(handler(), number)) << "it lies on his own desk";
    EXPECT_FALSE(comes_to(town_.official("head", item_->body == "012" ? "013" : "012"), number));
    EXPECT_FALSE(comes_to(supervisor(), number));
    const auto page = desk(head());
    EXPECT_TRUE(holds(page, grouped_number(number))) << page.body;
    for (const char* words :
         {"滞留件", "9月24日（星期四）", "超过 5 个工作日", "6 个工作日没有动", "经办", "清溪县环节时限规定"})
        EXPECT_TRUE(holds(page, words)) << words;
    const auto english = desk(head(), "?lang=en");
    for (const char* words :
         {"Stuck matters", "Over 5 working days", "Not moved for 6 working days", "Case handler"})
        EXPECT_TRUE(holds(english, words)) << words;
    EXPECT_EQ(visitor_->get("/desk/matters/" + number).status, 200) << "who sees it may open it";
    town_.at("2026-10-15T23:59:00+08:00");
    EXPECT_FALSE(comes_to(supervisor(), number));
    town_.at("2026-10-16T00:00:00+08:00");
    EXPECT_TRUE(comes_to(supervisor(), number)) << "ten working days end on 2026-10-15";
    EXPECT_TRUE(holds(desk(supervisor()), grouped_number(number)));
    const auto entries = read<std::vector<Happening>>(
        [&](const identity::Reading& reading) { return list_happenings(reading.db, number); });
    EXPECT_EQ(entries.size(), 2u) << "received and accepted: no timer wrote anything down";

    claim(handler(), number, "claimed");
    EXPECT_FALSE(comes_to(head(), number)) << "somebody moved it";
    EXPECT_FALSE(comes_to(supervisor(), number));
    town_.at("2026-10-31T10:00:00+08:00");
    EXPECT_TRUE(comes_to(head(), number)) << "and then nobody again";
    ASSERT_TRUE(town_.step(handler(), number, choose("review", "advise", {{"opinion", "可以"}})).ok());
    EXPECT_FALSE(comes_to(head(), number));
    town_.at("2026-11-09T10:00:00+08:00");
    EXPECT_FALSE(comes_to(head(), number)) << "what lies with himself";
    EXPECT_TRUE(comes_to(supervisor(), number)) << "comes to the next above him instead";
    town_.expect_books_agree();
}

TEST_F(Stuck, F11_WhatIsPausedByLawIsNotStuckUntilThePauseIsOver) {
    const std::string number = in_review();
    const auto hear = [&](Act& act) {
        return open_procedure(act, town_.node().practice(), number, "hearing", calendar::Date::of(2026, 4, 1),
                              {});
    };
    ASSERT_TRUE(town_.perform<base::Done>(handler(), hear).ok());
    town_.at("2026-04-01T10:00:00+08:00");
    EXPECT_FALSE(comes_to(head(), number));
    // 04-02, 03, 07, 08, 09: the fifth working day after the day that was told; nobody wrote anything down.
    town_.at("2026-04-09T23:00:00+08:00");
    EXPECT_FALSE(comes_to(head(), number));
    town_.at("2026-04-10T00:00:00+08:00");
    EXPECT_TRUE(comes_to(head(), number));
    town_.expect_books_agree();
}

TEST_F(Stuck, F11_AnEmptyPostReachesTheNextSeniorWhoIsThereAtOnce) {
    const std::string number = in_review();
    EXPECT_FALSE(comes_to(head(), number));
    const auto handlers = read<std::vector<identity::Official>>(
        [&](const identity::Reading& reading) { return identity::list_officials(reading.db); });
    for (const identity::Official& one : handlers)
        for (const identity::RoleRow& held : one.roles)
            if (held.role == "handler" && held.body == item_->body) {
                EXPECT_FALSE(comes_to(head(), number)) << "somebody is still there";
                revoke({one.person, {}, {}, {}, {}, {}}, "handler", item_->body);
            }
    EXPECT_TRUE(comes_to(head(), number));
    EXPECT_FALSE(comes_to(supervisor(), number)) << "the head is there";
    EXPECT_TRUE(holds(desk(head()), "岗位今天无人"));
    EXPECT_TRUE(holds(desk(head(), "?lang=en"), "Nobody at the post today"));
    revoke(head(0), "head", item_->body);
    EXPECT_TRUE(comes_to(head(1), number));
    EXPECT_FALSE(comes_to(supervisor(), number));
    revoke(head(1), "head", item_->body);
    EXPECT_TRUE(comes_to(supervisor(), number)) << "no head is left";
    town_.expect_books_agree();
}

TEST_F(Stuck, F11_AClaimLapsesWhenWhoeverTookItUpIsNotThere) {
    const std::string number = in_review();
    const Actor first = handler(0), second = handler(1);
    claim(first, number, "claimed");
    claim(second, number, "casework.claimed_by_other");
    mark(first, identity::Presence::Absent);
    EXPECT_TRUE(holds(desk(second), number + "/steps/review")) << "his colleague may take it up";
    claim(second, number, "claimed");
    mark(first, identity::Presence::Present);
    claim(first, number, "casework.claimed_by_other");
    EXPECT_TRUE(town_.step(second, number, choose("review", "advise", {{"opinion", "可以"}})).ok());
    town_.expect_books_agree();
}

TEST_F(Stuck, F10_EveryOpenMatterLiesInAQueueOfSomebodyWhoIsThereWhoeverLeaves) {
    unsigned seed = std::random_device{}();
    if (const char* again = std::getenv("SEED")) seed = static_cast<unsigned>(std::stoul(again));
    SCOPED_TRACE("SEED=" + std::to_string(seed));
    std::mt19937 random(seed);
    const app::DemoSize size{"T", 120, 60, 4000};
    const auto counts = app::make_demo_years(town_.node(), town_.clock(),
                                             {size, town_.at("2026-06-30T15:00:00+08:00"), 7, {}});
    ASSERT_TRUE(counts.ok()) << counts.error().text_key();
    for (int i = 0; i < 20; ++i) in_review();
    expect_every_matter_in_a_queue();
    const Actor admin = town_.official("admin", "");
    int left = 0, away = 0;
    for (int round = 0; round < 6; ++round) {
        const auto officials = read<std::vector<identity::Official>>(
            [&](const identity::Reading& reading) { return identity::list_officials(reading.db); });
        for (const identity::Official& one : officials) {
            if (one.person == admin.person) continue;
            for (const identity::RoleRow& held : one.roles) {
                if (random() % 3 != 0 || held.role == "supervisor") continue;
                revoke({one.person, {}, {}, {}, {}, {}}, held.role, held.body);
                ++left;
            }
            // Where no supervisor at all is there, nobody is left to whom anything could come.
            const bool supervises =
                std::any_of(one.roles.begin(), one.roles.end(),
                            [](const identity::RoleRow& held) { return held.role == "supervisor"; });
            if (supervises || random() % 4 != 0) continue;
            // Refused where the B of the pair is away himself.
            away += town_.perform<base::Done>(admin,
                                              [&](Act& act) {
                                                  return identity::mark_presence(act, one.person,
                                                                                 identity::Presence::Absent);
                                              })
                            .ok()
                        ? 1
                        : 0;
        }
        town_.clock().move_to(town_.clock().now().plus_seconds(std::int64_t{24} * 3600 * (random() % 9)));
        expect_every_matter_in_a_queue();
    }
    EXPECT_GT(left, 200);
    EXPECT_GT(away, 20);
    EXPECT_FALSE(come_to(supervisor()).empty());
    town_.expect_books_agree();
}

}  // namespace
}  // namespace casework
