#include "disclosure/document.h"
#include "disclosure/edition_diff.h"

#include <gtest/gtest.h>

namespace disclosure {
namespace {

TEST(DocumentNumber, HasItsFormAndIsTidied) {
    EXPECT_TRUE(is_document_number("清政发〔2026〕12号"));
    for (const char* wrong : {"清政发(2026)12号", "清政发〔2026〕012号", "清政发〔2026〕号", "〔2026〕12号",
                              "QZF〔2026〕12号", "清政发〔1899〕1号", "清政发〔2026〕12", ""})
        EXPECT_FALSE(is_document_number(wrong)) << wrong;
    for (const char* typed : {"清政发[2026]12号", "清政发（２０２６） 12号", "清政发【2026】１２号"})
        EXPECT_EQ(tidy_document_number(typed), "清政发〔2026〕12号") << typed;
}

TEST(Draft, ComesBackFromItsJsonWithNothingLost) {
    Draft draft;
    draft.genre = "policy";
    draft.title = "标题 \"引\"";
    draft.formed = calendar::Date::of(2026, 2, 28);
    draft.columns = {"policies", "normative"};
    draft.body = "<p>正文</p>";
    draft.settled = "依法公示";
    draft.interpretation = {"解读", "", "概述", "<p>问</p>"};
    AttachedFile file;
    file.name = "附件.pdf";
    file.salt = "salt";
    file.found = {"mobile", "138****0000"};
    draft.files.push_back(file);
    const auto read = parse_draft(draft_json(draft));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(draft_json(read.value()), draft_json(draft));
}

TEST(Manifest, TellsThePublicNothingOfTheOffice) {
    Manifest manifest{"001-2026-00001", 1, "001", "X/2026-00001", {}};
    manifest.draft.title = "标题";
    manifest.draft.settled = "内部理由";
    manifest.draft.reason = "内部说明";
    AttachedFile file;
    file.name = "a.pdf";
    file.salt = "secret-salt";
    manifest.draft.files.push_back(file);
    file.use = kOriginal;
    file.name = "办公室的原件.docx";
    manifest.draft.files.push_back(file);
    const std::string json = manifest_json(manifest);
    for (const char* kept : {"内部理由", "内部说明", "salt", "stored", "原件"})
        EXPECT_EQ(json.find(kept), std::string::npos) << kept;
    const auto read = parse_manifest(json);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(manifest_json(read.value()), json) << "one edition, one digest";
}

TEST(Difference, FindsWhatWasChangedPutInAndTakenOut) {
    const auto rows = diff_lines("a\nb\nc\nd\n", "a\nB\nc\nd\ne\n");
    std::string kinds;
    for (const DiffRow& row : rows) kinds += std::string(diff_word(row.kind)) + " ";
    EXPECT_EQ(kinds, "same changed same same added ");
    EXPECT_TRUE(diff_lines("", "").empty());
    EXPECT_EQ(diff_lines("x", "").front().kind, DiffKind::Removed);
}

}  // namespace
}  // namespace disclosure
