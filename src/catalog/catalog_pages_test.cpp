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
        room_ = std::make_unique<CatalogRoom>(CatalogRoom{keeper_, office_->desk, law_texts_, {}, {}});
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
    static std::unique_ptr<web::OwnFiles> files_;
    static std::unique_ptr<web::Texts> texts_;
    static std::unique_ptr<CatalogRoom> room_;
    static std::unique_ptr<web::Site> site_;
};
std::unique_ptr<TestOffice> CatalogPages::office_;
CatalogueKeeper CatalogPages::keeper_;
LawTexts CatalogPages::law_texts_;
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
