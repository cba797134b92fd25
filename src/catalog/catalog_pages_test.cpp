// Every page of catalog over the county's own data, through the site and its real templates, in both
// languages.

#include "catalog/catalog_pages.h"
#include "catalog/definition_store.h"
#include "catalog/test_office.h"
#include "web/test_files.h"

#include "visitor.h"

namespace catalog {
namespace {

class CatalogPages : public testing::Test {
protected:
    static void SetUpTestSuite() {
        office_ = std::make_unique<TestOffice>();
        office_->read_files();
        ASSERT_TRUE(office_->load().ok());
        ASSERT_TRUE(keeper_.reload(*office_->reader(), office_->clock.now().date()).ok());
        files_ = std::make_unique<web::OwnFiles>();
        auto loaded = web::Texts::load(*files_);
        ASSERT_TRUE(loaded.ok()) << loaded.error().detail();
        texts_ = std::make_unique<web::Texts>(std::move(loaded).value());
        const auto reader = office_->reader();
        follower_ = std::make_unique<PassageFollower>(
            std::filesystem::path(office_->path()).parent_path().string(), catalog_passages());
        ASSERT_TRUE(
            follower_->follow({*reader, office_->registrar().office().vault, *keeper_.current()}).ok());
        room_ = std::make_unique<CatalogRoom>(
            CatalogRoom{keeper_, office_->desk, law_texts_, *follower_, {}, {}});
        web::SiteOptions options;
        options.county = "清溪县";
        options.county_en = "Qingxi County";
        options.form_secret = std::string(32, 'f');
        options.access_log = web::AccessLog::Off;
        site_ = std::make_unique<web::Site>(options, *files_, *texts_, office_->registrar());
        site_->add_routes(catalog_routes(*site_, *room_));
        const auto started = site_->start();
        ASSERT_TRUE(started.ok()) << started.error().detail();
    }
    static void TearDownTestSuite() {
        site_.reset();
        follower_.reset();
        office_.reset();
    }

    static http::Response get(const std::string& target, const std::string& cookies = {}) {
        web::Visitor visitor(*site_);
        visitor.cookies = cookies;
        return visitor.get(target);
    }

    static std::unique_ptr<TestOffice> office_;
    static CatalogueKeeper keeper_;
    static LawTexts law_texts_;
    static std::unique_ptr<PassageFollower> follower_;
    static std::unique_ptr<web::OwnFiles> files_;
    static std::unique_ptr<web::Texts> texts_;
    static std::unique_ptr<CatalogRoom> room_;
    static std::unique_ptr<web::Site> site_;
};
std::unique_ptr<TestOffice> CatalogPages::office_;
CatalogueKeeper CatalogPages::keeper_;
LawTexts CatalogPages::law_texts_;
std::unique_ptr<PassageFollower> CatalogPages::follower_;
std::unique_ptr<web::OwnFiles> CatalogPages::files_;
std::unique_ptr<web::Texts> CatalogPages::texts_;
std::unique_ptr<CatalogRoom> CatalogPages::room_;
std::unique_ptr<web::Site> CatalogPages::site_;

TEST_F(CatalogPages, ShowWhatIsInForce) {
    const std::pair<const char*, const char*> rows[] = {
        {"/search", "/items?theme="},
        {"/search?q=%E9%A5%AD%E5%BA%97", "/items/qx-012-05"},  // 饭店
        {"/search?q=sfz", "<mark>身份证</mark>"},
        {"/search?q=zzzzqqqq", "zzzzqqqq"},
        {"/search?q=%3Cscript%3E", "&lt;script&gt;"},
        {"/search?q=%E8%AE%B8%E5%8F%AF&kind=document", "#art-"},  // 许可
        {"/search?q=%E8%AE%B8%E5%8F%AF&kind=document", "genre="},
        {"/search?q=%E8%AE%B8%E5%8F%AF&kind=service&unit=012", "/items/qx-012-05"},
        {"/search?q=%E8%AE%B8%E5%8F%AF&kind=question", "kind=service"},
        {"/search?q=%22%22%28%29*&kind=document", "&quot;&quot;()*"},
        {"/api/search?q=%E9%A5%AD%E5%BA%97", "\"url\":\"/items/qx-012-05\""},
        {"/api/search?q=%E9%A5%AD%E5%BA%97&kind=service", "\"took_ms\":"},
        {"/api/search", "\"total\":0"},
        {"/items", "/items?page=2"},
        {"/items?theme=access&show=online", "/items/qx-012-05"},
        {"/bodies/012", "/items/qx-012-05"},
        {"/laws", "/laws/xingzheng-xuke-fa"},
        {"/laws/xingzheng-xuke-fa", "id=\"art-32\""},
        {"/laws/xingzheng-xuke-fa", "第三十二条"},
        {"/laws/xingzheng-xuke-fa", "/items/qx-"},
        {"/api/items?q=%E9%A5%AD%E5%BA%97", "\"item\":\"qx-012-05\""},
        {"/api/items/qx-012-05", "\"guide\":{"}};
    for (const auto& [target, expected] : rows) {
        const http::Response response = get(target);
        EXPECT_EQ(response.status, 200) << target << " " << response.bytes().substr(0, 300);
        EXPECT_NE(response.bytes().find(expected), std::string_view::npos) << target << " lacks " << expected;
    }
    for (const char* target :
         {"/items?theme=access", "/bodies/012", "/laws/xingzheng-xuke-fa", "/search?q=food"}) {
        EXPECT_EQ(get(target, "lang=en").status, 200) << target;
    }
}

// Anyone reads why a period ends when it ends: V10, V11, V22, V40 of the vectors.
TEST_F(CatalogPages, WorkOutAPeriodForAnyone) {
    const std::pair<const char*, const char*> rows[] = {
        {"/date", "2026年3月30日"},  // 20 working days from today, as the form stands
        {"/date?start=2026-02-10&n=5&unit=wd", "2026年2月24日 星期二"},
        {"/date?start=2026-02-10&n=5&unit=wd", "国务院办公厅关于 2026 年部分节假日安排的通知"},
        {"/date?start=2026-03-02&n=20&unit=wd&extend=10&from1=2026-03-09&to1=2026-04-08", "2026年5月15日"},
        {"/date?start=2026-03-02&span=20wd&extend=10wd&pause=2026-03-09..2026-04-08", "2026年5月15日"},
        {"/date?start=2026-12-21&n=20&unit=wd", "2027 年的放假通知还没有发布"},
        {"/date?start=2026-12-21&n=20&unit=wd", "全国年节及纪念日放假办法第 2 条"},
        {"/date?start=2025-08-31&n=6&unit=mo", "2026年2月28日"},
        {"/date?start=2026-03-02&span=20wd&calendar=cn-2026@1", "cn-2026@1"},
        {"/date", "/laws/xingzheng-xuke-fa#art-42"},
        {"/api/date?start=2026-02-13&span=1wd", "\"due\":\"2026-02-14\""},
        {"/api/date?start=2026-03-02&span=20wd&pause=2026-03-09..2026-03-19&pause=2026-03-13..2026-03-24",
         "\"due\":\"2026-04-15\""}};
    for (const auto& [target, expected] : rows) {
        const http::Response response = get(target);
        EXPECT_EQ(response.status, 200) << target << " " << response.bytes().substr(0, 300);
        EXPECT_NE(response.bytes().find(expected), std::string_view::npos) << target << " lacks " << expected;
    }
    EXPECT_NE(get("/date?start=2026-02-10&n=5&unit=wd", "lang=en").bytes().find("24 February 2026"),
              std::string_view::npos);
}

TEST_F(CatalogPages, SayWhatIsWrongWithAPeriod) {
    const std::tuple<const char*, int, const char*> rows[] = {
        {"/date?start=2026-13-01&n=x&unit=wd", 422, "期限请填整数"},
        {"/date?start=2026-13-01&n=x&unit=wd", 422, "id=\"start-error\""},
        {"/date?start=2026-03-02&n=9999&unit=d", 422, "最多 3660d"},
        {"/date?start=2026-03-02&n=20&unit=wd&from1=2026-04-08&to1=2026-03-09", 422, "早于暂停日"},
        {"/date?start=2026-03-02&span=20wd&calendar=cn-1999@1", 404, "cn-1999@1"},
        {"/api/date?start=2026-03-02", 422, "\"field\":\"span\""},
        {"/api/date?start=2026-03-02&span=15%20months", 422, "15 months"},
        {"/api/date?start=2026-03-02&span=20wd&stop=1", 422, "stop"}};
    for (const auto& [target, status, expected] : rows) {
        const http::Response response = get(target);
        EXPECT_EQ(response.status, status) << target;
        EXPECT_NE(response.bytes().find(expected), std::string_view::npos) << target << " lacks " << expected;
    }
}

TEST_F(CatalogPages, SayWhatIsNotThere) {
    for (const char* target : {"/bodies/999", "/laws/no-such-law", "/api/items/qx-999-01"}) {
        EXPECT_EQ(get(target).status, 404) << target;
    }
}

TEST_F(CatalogPages, KeepDefinitionsForStaff) {
    for (const char* target : {"/definitions", "/definitions/permit", "/definitions/permit/edit"}) {
        EXPECT_NE(get(target).status, 200) << target;
    }
}

// Staff pages are asked of their handlers, with an editor and an approver.
TEST_F(CatalogPages, ShowDefinitionsToThoseWhoKeepThem) {
    const auto show = [&](const identity::Actor& who, const std::string& pattern, const std::string& target,
                          std::vector<std::pair<std::string, std::string>> params) {
        const web::Route* route = nullptr;
        for (const web::Route* each : site_->routes()) {
            if (each->pattern == pattern && each->method == http::Method::Get) route = each;
        }
        CHECK(route != nullptr);
        http::Request raw;
        CHECK(http::read_target(target, raw).ok());
        const http::Form form;
        const web::Request request{raw, form, who, *route, {}, std::move(params), {}, {}, nullptr, {}};
        const auto ask = [&](const identity::Reading& reading) { return route->reading(reading, request); };
        const auto response = office_->registrar().read<http::Response>(who, ask);
        EXPECT_TRUE(response.ok()) << target << " " << response.error().text_key() << " "
                                   << response.error().detail();
        return response.ok() ? std::string(response.value().bytes()) : std::string();
    };
    EXPECT_NE(show(office_->editor, "/definitions", "/definitions?kind=item", {}).find("qx-"),
              std::string::npos);
    EXPECT_NE(show(office_->editor, "/definitions", "/definitions?words=permit", {}).find("permit-joint"),
              std::string::npos);
    const std::string item =
        show(office_->editor, "/definitions/{id}", "/definitions/qx-012-05", {{"id", "qx-012-05"}});
    EXPECT_NE(item.find("/definitions/qx-012-05/edit"), std::string::npos);
    EXPECT_NE(item.find("art-"), std::string::npos);
    EXPECT_NE(show(office_->editor, "/definitions/{id}", "/x", {{"id", "permit@1.json"}}).find("\"process\""),
              std::string::npos);
    const std::string form =
        show(office_->editor, "/definitions/{id}/edit", "/definitions/qx-012-05/edit", {{"id", "qx-012-05"}});
    EXPECT_NE(form.find("&quot;qx-012-05&quot;"), std::string::npos);

    // Prepared by the editor: the approver is offered the decision, the editor is not.
    std::string text =
        shelved_text(*office_->reader(), keeper_.current()->find_item("qx-012-05")->digest).value();
    text.replace(text.find("\"version\": 1"), 12, "\"version\": 2");
    const auto prepared = office_->act<DefinitionVersion>(office_->editor, [&](identity::Act& act) {
        return prepare_definition(act, office_->desk, {DefinitionKind::Item, "qx-012-05", text, "试一试"});
    });
    ASSERT_TRUE(prepared.ok()) << prepared.error().detail();
    const auto one = [&](const identity::Actor& who) {
        return show(who, "/definitions/{id}", "/definitions/qx-012-05@2", {{"id", "qx-012-05@2"}});
    };
    EXPECT_NE(one(office_->approver).find("value=\"approve\""), std::string::npos);
    EXPECT_NE(one(office_->approver).find("试一试"), std::string::npos);
    EXPECT_EQ(one(office_->editor).find("value=\"approve\""), std::string::npos);
}

// Every key of a finding, refusal or page that catalog's code names stands in the texts.
TEST_F(CatalogPages, HaveTheirSentences) {
    for (const auto& entry : std::filesystem::directory_iterator("src/catalog")) {
        const std::string name = entry.path().filename().string();
        if (name.find("test") != std::string::npos || !name.ends_with(".cpp")) continue;
        const std::string code = file_text(entry.path().string());
        for (const std::string prefix :
             {"\"definition.", "\"law.", "\"search.", "\"directory.", "\"body.", "\"item."}) {
            for (std::size_t at = code.find(prefix); at != std::string::npos;
                 at = code.find(prefix, at + 1)) {
                const std::string key = code.substr(at + 1, code.find('"', at + 1) - at - 1);
                if (key.ends_with('.')) continue;
                EXPECT_NE(texts_->find(web::Locale::Chinese, key), nullptr) << key << " in " << name;
            }
        }
    }
}

}  // namespace
}  // namespace catalog
