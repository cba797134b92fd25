// Drafts in a whole office: what was begun at the counter goes on at home, and papers nobody handed in leave
// the disk.

#include "services/draft.h"
#include "services/limits.h"

#include "town.h"

namespace services {
namespace {

class Drafts : public testing::Test {
protected:
    Upload paper(const std::string& bytes) {
        const auto stored = town_.node().vault().store_file(bytes, std::string(32, 's')).value();
        Upload upload;
        upload.material = "lease";
        upload.name = "租赁合同.pdf";
        upload.type = "application/pdf";
        upload.size = stored.size;
        upload.file = stored.name;
        upload.content = stored.content;
        upload.salt = stored.salt;
        return upload;
    }
    bool is_on_disk(const Upload& upload) {
        return town_.node().vault().read_file(upload.file, upload.salt).ok();
    }
    std::string begin(const identity::Actor& actor, const Holder& holder, const DraftContent& content) {
        const auto catalogue = town_.node().catalogue().current();
        const auto& item = *catalogue->items.begin()->second;
        return town_
            .perform<std::string>(actor,
                                  [&](identity::Act& act) { return begin_draft(act, holder, item, content); })
            .value();
    }
    base::Result<> does(const identity::Actor& actor,
                        const std::function<base::Result<>(identity::Act&)>& verb) {
        return town_.perform<base::Done>(actor, verb);
    }
    int erased() { return erase_dropped_files(town_.node().registrar()).value(); }
    std::string code_of(const std::string& draft) {
        return town_.node()
            .registrar()
            .read<std::string>(identity::nobody(),
                               [&](const identity::Reading& reading) -> base::Result<std::string> {
                                   return draft_code(reading, draft);
                               })
            .value();
    }

    Town town_;
    const Holder home_{{}, "browser-at-home"};
};

TEST_F(Drafts, DroppedLoseTheirPapersAfterTheActThatDropsThem) {
    DraftContent content;
    content.uploads = {paper("first"), paper("second")};
    const std::string draft = begin(identity::nobody(), home_, content);
    const auto undone = does(identity::nobody(), [&](identity::Act& act) -> base::Result<> {
        TRY(drop_draft(act, home_, draft));
        return base::Error(base::ErrorCode::Conflict, "draft.not_found");
    });
    EXPECT_FALSE(undone.ok());
    EXPECT_EQ(erased(), 0) << "an act undone erases nothing";
    ASSERT_TRUE(
        does(identity::nobody(), [&](identity::Act& act) { return drop_draft(act, home_, draft); }).ok());
    EXPECT_EQ(erased(), 2);
    for (const Upload& upload : content.uploads) EXPECT_FALSE(is_on_disk(upload));
    EXPECT_EQ(erased(), 0);
}

TEST_F(Drafts, APaperTakenOutIsErasedAndTheOthersStay) {
    DraftContent content;
    content.uploads = {paper("first"), paper("second")};
    const std::string word = begin(identity::nobody(), home_, content);
    const auto taken_out = does(identity::nobody(), [&](identity::Act& act) -> base::Result<> {
        Draft draft = TRY(find_draft(act, home_, word));
        draft.content.uploads.erase(draft.content.uploads.begin());
        return save_draft(act, home_, draft);
    });
    ASSERT_TRUE(taken_out.ok());
    EXPECT_EQ(erased(), 1);
    EXPECT_FALSE(is_on_disk(content.uploads[0]));
    EXPECT_TRUE(is_on_disk(content.uploads[1]));
}

TEST_F(Drafts, RunOutAfterThirtyDaysWithTheirPapersButNotWhatWasFiled) {
    DraftContent left, filed;
    left.uploads = {paper("left behind")};
    filed.uploads = {paper("handed in")};
    begin(identity::nobody(), home_, left);
    const std::string handed_in = begin(identity::nobody(), home_, filed);
    ASSERT_TRUE(does(identity::nobody(), [&](identity::Act& act) {
                    return mark_filed(act, handed_in, "99992101220260302000179");
                }).ok());
    const auto sweep = [&] { return does(identity::system_clock_actor(), sweep_drafts).ok(); };
    town_.clock().move_to(town_.clock().now().plus_seconds(86400LL * kDraftDays - 60));
    ASSERT_TRUE(sweep());
    EXPECT_EQ(erased(), 0);
    town_.clock().move_to(town_.clock().now().plus_seconds(120));
    ASSERT_TRUE(sweep());
    EXPECT_EQ(erased(), 1);
    EXPECT_FALSE(is_on_disk(left.uploads[0]));
    EXPECT_TRUE(is_on_disk(filed.uploads[0])) << "it belongs to its matter";
}

TEST_F(Drafts, GatheredForASupplementStayOnceTheyAreHandedIn) {
    const std::string number = "99992101220260302000179";
    DraftContent papers;
    papers.uploads = {paper("wrong one"), paper("right one")};
    const auto gather = [&](const DraftContent& now) {
        return does(identity::nobody(), [&](identity::Act& act) { return gather_papers(act, number, now); })
            .ok();
    };
    ASSERT_TRUE(gather(papers));
    DraftContent right;
    right.uploads = {papers.uploads[1]};
    ASSERT_TRUE(gather(right));
    EXPECT_EQ(erased(), 1);
    ASSERT_TRUE(
        does(identity::nobody(), [&](identity::Act& act) { return papers_handed_in(act, number); }).ok());
    EXPECT_EQ(erased(), 0);
    EXPECT_TRUE(is_on_disk(papers.uploads[1]));
}

TEST_F(Drafts, BegunByAClerkGoOnOnlineWithNumberAndCode) {
    const auto clerk = town_.official("window", "029");
    const Holder counter{clerk.person, "browser-at-the-window"};
    const std::string word = begin(clerk, counter, {});
    const auto resume = [&](const Holder& holder, const std::string& code) {
        const auto done = does(identity::nobody(),
                               [&](identity::Act& act) { return resume_draft(act, holder, word, code); });
        return done.ok() ? std::string("done") : done.error().text_key();
    };
    EXPECT_EQ(resume(home_, "000000"), "draft.not_found");
    EXPECT_EQ(resume(home_, code_of(word)), "done");
    const auto found =
        town_.node().registrar().read<Draft>(identity::nobody(), [&](const identity::Reading& reading) {
            return find_draft(reading, home_, word);
        });
    ASSERT_TRUE(found.ok()) << "it is in the applicant's hands";
    EXPECT_TRUE(found.value().person.empty()) << "and no longer the clerk's";
    EXPECT_EQ(resume({{}, "another-browser"}, code_of(word)), "done") << "as any draft without an account";
}

}  // namespace
}  // namespace services
