// Texts from outside: taken in once, shown with what is wrong with them, made a draft or discarded by a
// person.

#include "app/house.h"
#include "base/file.h"
#include "disclosure/import_run.h"
#include "disclosure/import_verbs.h"

#include "published.h"
#include "visitor.h"

#include <filesystem>

namespace disclosure {
namespace {

using web::holds;
using web::Visitor;

constexpr const char* kMirrored =
    "清溪縣(xiàn)政務(wù)公開(kāi)工作會(huì)議\n\n"
    "會(huì)議指出,各?。▍^(qū)、市)要落實(shí)責(zé)任。黨的******以來,成效明顯。\n"
    "聯(lián)系人住清溪縣(xiàn)人民路18號(hào)2單元301室,電話13800138000。\n責(zé)任編輯:admin\n";

class Imports : public testing::Test {
protected:
    void SetUp() override {
        auto opened = app::House::open(town.node(), "https://qingxi.example");
        ASSERT_TRUE(opened.ok()) << opened.error().detail();
        house = std::move(opened).value();
        visitor = std::make_unique<Visitor>(house->site());
        folder = testing::TempDir() + "/imports";
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder + "/old");
        ASSERT_TRUE(base::write_file_synced(folder + "/old/meeting.txt", kMirrored).ok());
        ASSERT_TRUE(
            base::write_file_synced(folder + "/half.docx", "PK\3\4 half an upload of a longer file").ok());
        ASSERT_TRUE(base::write_file_synced(folder + "/清溪县供水条例(2026-03-02).md",
                                            "# 清溪县供水条例\n\n2026年3月2日 公布\n\n<!-- INFO END -->\n\n"
                                            "第一条 为了供水，制定本条例。\n")
                        .ok());
    }
    ImportReport run(ImportMode mode) {
        identity::Actor operator_of_node = identity::office_actor("import");
        for (const char* right : {"catalog.import", "disclosure.import"})
            operator_of_node.grants.push_back({right, "", "operator", 0});
        ImportRun wanted;
        wanted.path = folder;
        wanted.mode = mode;
        auto done = import_path(town.node().registrar(), operator_of_node, wanted);
        EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().text_key());
        return std::move(done).value();
    }

    Town town;
    Press press{town};
    std::unique_ptr<app::House> house;
    std::unique_ptr<Visitor> visitor;
    std::string folder;
};

TEST_F(Imports, AreTakenInOnceAndWaitForAPerson) {
    const ImportReport dry = run(ImportMode::DryRun);
    EXPECT_EQ(dry.staged, 1);
    EXPECT_EQ(dry.laws.laws, 1);
    EXPECT_EQ(dry.laws.imported, 0);
    const ImportReport first = run(ImportMode::Apply);
    EXPECT_EQ(first.staged, 1);
    EXPECT_EQ(first.laws.imported, 1);
    ASSERT_EQ(first.skipped.size(), 1u);
    EXPECT_EQ(first.skipped.front().second.text_key(), "papers.broken");
    const ImportReport again = run(ImportMode::Apply);
    EXPECT_EQ(again.staged, 0);
    EXPECT_EQ(again.known, 1);
    EXPECT_EQ(again.laws.imported, 0);

    visitor->come_in(press.drafter().person);
    const auto list = visitor->get("/imports");
    EXPECT_TRUE(holds(list, "清溪县政务公开工作会议"));
    const std::string url = web::between(list.body, "class=\"t\" href=\"", "\"");
    const auto page = visitor->get(url);
    EXPECT_EQ(page.status, 200);
    for (const char* seen : {"H01", "H02", "H03", "H04", "H16", "H18", "13800138000"})
        EXPECT_TRUE(holds(page, seen));
    EXPECT_EQ(visitor->get(url + "/original").body, kMirrored);
    // Nothing of it is public.
    visitor->leave();
    EXPECT_NE(visitor->get(url).status, 200);
    town.expect_books_agree();
}

TEST_F(Imports, BecomeADraftThatGoesTheWayOfEveryDocument) {
    run(ImportMode::Apply);
    visitor->come_in(press.drafter().person);
    const std::string url = web::between(visitor->get("/imports").body, "class=\"t\" href=\"", "\"");
    EXPECT_EQ(visitor->post(url + "/take", "office=001&genre=").status, 422);
    const auto taken = visitor->post(url + "/take", "office=001&genre=news");
    EXPECT_EQ(taken.status, 303);
    const auto list = visitor->get("/documents");
    EXPECT_TRUE(holds(list, "清溪县政务公开工作会议"));
    EXPECT_EQ(visitor->post(url + "/take", "office=001&genre=news").status, 409);
    EXPECT_TRUE(holds(visitor->get(url), "/documents/001-2026-"));
    town.expect_books_agree();
}

TEST_F(Imports, AreDiscardedWithAReason) {
    run(ImportMode::Apply);
    visitor->come_in(press.drafter().person);
    const std::string url = web::between(visitor->get("/imports").body, "class=\"t\" href=\"", "\"");
    EXPECT_EQ(visitor->post(url + "/discard", "reason=").status, 422);
    EXPECT_EQ(visitor->post(url + "/discard", "reason=缺损太多，请找原件").status, 303);
    EXPECT_TRUE(holds(visitor->get("/imports?state=discarded"), "清溪县政务公开工作会议"));
    EXPECT_TRUE(holds(visitor->get(url), "缺损太多"));
    town.expect_books_agree();
}

TEST_F(Imports, ComeByUploadOrAreRefusedInWords) {
    visitor->come_in(press.drafter().person);
    const std::string type = "multipart/form-data; boundary=x";
    const auto upload = [&](const std::string& name, const std::string& bytes) {
        const std::string body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
                                 "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + bytes +
                                 "\r\n--x--\r\n";
        return visitor->send(http::Method::Post, "/imports", body, type);
    };
    EXPECT_EQ(upload("会议.txt", kMirrored).status, 303);
    const auto old = upload("a.doc", "\xd0\xcf\x11\xe0 old");
    EXPECT_EQ(old.status, 422);
    EXPECT_TRUE(holds(old, "docx"));
    town.expect_books_agree();
}

}  // namespace
}  // namespace disclosure
