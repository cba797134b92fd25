#pragma once
// For stories with documents: one that is drafted, reviewed by everybody the process seats, and released.

#include "disclosure/document_verbs.h"

#include "town.h"

#include <string>

inline disclosure::Draft a_notice(const std::string& title = "关于冬季供水检修的通知") {
    disclosure::Draft draft;
    draft.genre = "notice";
    draft.title = title;
    draft.formed = calendar::Date::of(2026, 3, 2);
    draft.columns = {"notices"};
    draft.body = "<p>县城东片区十二月五日检修管网，停水六小时。</p>";
    return draft;
}

// The verbs of disclosure as somebody of the town.
class Press {
public:
    explicit Press(Town& town, std::string office = "001") : town_(town), office_(std::move(office)) {
        for (const web::File& file : web::carried_files()) {
            if (file.path == "definitions/disclosure/columns.json")
                columns_ = disclosure::parse_columns(file.bytes).value();
        }
    }
    const disclosure::Columns& columns() const { return columns_; }

    base::Result<disclosure::Drafted> draft(const disclosure::Draft& draft) {
        return town_.perform<disclosure::Drafted>(drafter(), [&](identity::Act& act) {
            return disclosure::draft_document(act, town_.node().practice(), office_, draft);
        });
    }
    base::Result<> revise(const std::string& document, const disclosure::Draft& draft) {
        return does(drafter(), [&](identity::Act& act) {
            return disclosure::revise_document(act, town_.node().practice(), document, draft);
        });
    }
    base::Result<> submit(const std::string& document) {
        return does(drafter(), [&](identity::Act& act) {
            return disclosure::submit_document(act, town_.node().practice(), columns_, document);
        });
    }
    base::Result<> release(const std::string& document) {
        return does(drafter(), [&](identity::Act& act) {
            return disclosure::release_document(act, town_.node().practice(), document);
        });
    }
    base::Result<> review(const std::string& number, const std::string& step, const identity::Actor& actor,
                          const std::string& outcome = "pass") {
        const bool secrecy = step == "secrecy";
        auto choice = choose(step, outcome, {{"proof", "已逐字核对"}});
        if (secrecy)
            choice = choose(step, outcome, {{"secrecy_letter", "保密审查意见"}, {"opinion", "可以公开"}});
        if (outcome == "send_back") choice = choose(step, outcome, {{"reasons", "第二段日期有误"}});
        return town_.step(actor, number, choice);
    }
    // Every review, by a person of its own.
    void clear(const std::string& number) {
        expect(review(number, "first_review", town_.official("reviewer", office_, 0)), "first_review");
        expect(review(number, "second_review", town_.official("reviewer", office_, 1)), "second_review");
        expect(review(number, "final_review", town_.official("head", office_)), "final_review");
        expect(review(number, "secrecy", town_.official("secrecy", office_), "cleared"), "secrecy");
    }
    disclosure::Drafted publish(const disclosure::Draft& wanted) {
        const auto made = draft(wanted);
        EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().text_key());
        expect(submit(made.value().document), "submit");
        clear(made.value().number);
        expect(release(made.value().document), "release");
        return made.value();
    }
    identity::Actor drafter() const { return town_.official("drafter", office_); }
    base::Result<> does(const identity::Actor& actor,
                        const std::function<base::Result<>(identity::Act&)>& work) {
        return town_.perform<base::Done>(actor, work);
    }
    void expect(const base::Result<>& done, const std::string& what) {
        EXPECT_TRUE(done.ok()) << what << ": " << (done.ok() ? "" : done.error().text_key());
    }

private:
    Town& town_;
    std::string office_;
    disclosure::Columns columns_;
};
