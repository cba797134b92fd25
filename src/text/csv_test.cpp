#include "text/csv.h"

#include <gtest/gtest.h>

namespace text {
namespace {

std::string row(std::initializer_list<std::string_view> values) {
    std::string out;
    append_csv_row(out, values);
    return out;
}

TEST(Csv, QuotesWhatWouldBreakARow) {
    EXPECT_EQ(row({"清溪县", "12", ""}), "清溪县,12,\r\n");
    EXPECT_EQ(row({"a,b", "say \"yes\"", "two\nlines", " edge"}),
              "\"a,b\",\"say \"\"yes\"\"\",\"two\nlines\",\" edge\"\r\n");
    EXPECT_EQ(row({}), "\r\n");
}

TEST(Csv, MakesFormulasText) {
    EXPECT_EQ(row({"=1+1"}), "\"'=1+1\"\r\n");
    EXPECT_EQ(row({"@SUM(A1)"}), "\"'@SUM(A1)\"\r\n");
    EXPECT_EQ(row({"-2+3"}), "\"'-2+3\"\r\n");
    EXPECT_EQ(row({"+86 138"}), "\"'+86 138\"\r\n");
    EXPECT_EQ(row({"\t=1"}), "\"'\t=1\"\r\n");
    EXPECT_EQ(row({"＝1+1"}), "\"'＝1+1\"\r\n");
    EXPECT_EQ(row({"=\"a\""}), "\"'=\"\"a\"\"\"\r\n");
}

TEST(Csv, LeavesNumbersAndSingleSignsAlone) {
    EXPECT_EQ(row({"-12.50", "+3", "-", "a=b", "2026-03-02"}), "-12.50,+3,-,a=b,2026-03-02\r\n");
}

}  // namespace
}  // namespace text
