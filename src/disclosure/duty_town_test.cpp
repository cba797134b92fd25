// What is published finds its place in the standard catalogues by itself; a person may know better; the desks
// see what is late.

#include "app/house.h"
#include "disclosure/duty_verbs.h"

#include "published.h"
#include "visitor.h"

namespace disclosure {
namespace {

using web::holds;
using web::Visitor;

class Duties : public testing::Test {
protected:
    void SetUp() override {
        auto opened = app::House::open(town.node(), "https://qingxi.example");
        ASSERT_TRUE(opened.ok()) << opened.error().detail();
        house = std::move(opened).value();
        visitor = std::make_unique<Visitor>(house->site());
        std::vector<std::pair<std::string_view, std::string_view>> files;
        for (const web::File& file : web::carried_files()) files.emplace_back(file.path, file.bytes);
        book = read_duty_book(files).value();
    }
    Drafted publish_standard() {
        Draft draft = a_notice("关于调整最低生活保障标准的通知");
        draft.columns = {"welfare"};
        const Drafted made = press.publish(draft);
        house->tick();
        return made;
    }
    std::vector<DutyUnit> roll() { return duty_roll(*town.node().catalogue().current()); }
    std::string key_of(const base::Result<>& done) { return done.ok() ? "" : done.error().text_key(); }
    std::vector<DutyPlace> places(const std::string& document) {
        return town.node()
            .registrar()
            .read<std::vector<DutyPlace>>(
                identity::nobody(),
                [&](const identity::Reading& reading) { return list_duty_places(reading.db, document); })
            .value();
    }

    Town town;
    Press press{town};
    DutyBook book;
    std::unique_ptr<app::House> house;
    std::unique_ptr<Visitor> visitor;
};

TEST_F(Duties, AreAnsweredByWhatIsPublished) {
    const std::string address = "/gov/catalogues/social-assistance";
    EXPECT_FALSE(holds(visitor->get(address), "关于调整最低生活保障标准的通知"));
    const Drafted made = publish_standard();
    const auto page = visitor->get(address);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(holds(page, "/doc/" + made.document));
    EXPECT_TRUE(holds(page, "保障标准"));
    EXPECT_TRUE(holds(page, "规则待核"));
    EXPECT_TRUE(holds(visitor->get("/gov/catalogues"), "国有土地上房屋征收与补偿"));
    EXPECT_TRUE(holds(visitor->get(address + "/data"), "\"catalogue\":\"social-assistance\""));
    EXPECT_EQ(visitor->get("/gov/catalogues/nothing").status, 404);
    town.expect_books_agree();
}

TEST_F(Duties, AreSortedOnceAndMendedByHand) {
    const Drafted made = publish_standard();
    const auto found = places(made.document);
    ASSERT_FALSE(found.empty());
    const auto by_hand = [&](const identity::Actor& actor, std::vector<std::string> items) {
        return key_of(press.does(actor, [&](identity::Act& act) {
            return sort_by_hand(act, book, roll(), made.document, items);
        }));
    };
    EXPECT_EQ(by_hand(press.drafter(), {"social-assistance/99"}), "duty.no_such_item");
    EXPECT_NE(by_hand(town.official("drafter", "012"), {"social-assistance/05"}), "");
    EXPECT_EQ(by_hand(press.drafter(), {"social-assistance/01"}), "");
    house->tick();
    ASSERT_EQ(places(made.document).size(), 1U) << "what a person said stands";
    EXPECT_EQ(places(made.document).front().item.text(), "social-assistance/01");
    town.expect_books_agree();
}

}  // namespace
}  // namespace disclosure
