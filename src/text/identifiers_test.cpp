#include "text/identifiers.h"

#include <gtest/gtest.h>

namespace text {
namespace {

const calendar::Date kToday = calendar::Date::of(2026, 3, 2);

std::string verdict_on_credit_code(std::string_view text) {
    const auto code = CreditCode::parse(text);
    if (!code.ok()) return code.error().text_key();
    return code.value().soundness() == Soundness::Sound ? "sound" : "doubtful";
}

TEST(CreditCode, IsSoundByGb32100) {
    for (const auto* text :
         {"11511301008778183N", "115113010833722043", "91350200MA2YJ1XR9G", "91110000802100433B",
          "9135021359498494XQ", "11100000000013338W", "11430000006122244L", "113700000045046442",
          "11370800MB28559184", "11999921QX0000018Y", "11999921QX0000026R", "91999921QX100001XX"}) {
        EXPECT_EQ(verdict_on_credit_code(text), "sound") << text;
    }
}

TEST(CreditCode, IsDoubtfulAndNotRefusedWhenItFailsItsArithmetic) {
    EXPECT_EQ(verdict_on_credit_code("91350203M0001QAY9B"),
              "doubtful");  // really issued; arithmetic asks for 9
    EXPECT_EQ(verdict_on_credit_code("91500102563638729E"), "doubtful");  // circulates; arithmetic asks for 5
    EXPECT_EQ(verdict_on_credit_code("115113010087781840"),
              "doubtful");  // the organisation code inside is wrong
}

TEST(CreditCode, IsRefusedWhenItIsNone) {
    for (const auto* text : {"", "11511301008778183", "11511301008778183NN", "1151130100877818IN",
                             "11511301008778183n", "1151130100877818 3N"}) {
        EXPECT_EQ(verdict_on_credit_code(text), "identifier.credit_code_form") << text;
    }
}

TEST(CreditCode, NoticesEverySingleChangeAndEverySwap) {
    const std::string good = "91110000802100433B";
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (const char c : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
            auto changed = good;
            changed[i] = c;
            EXPECT_EQ(verdict_on_credit_code(changed), c == good[i] ? "sound" : "doubtful") << changed;
        }
        auto swapped = good;
        if (i > 0) std::swap(swapped[i], swapped[i - 1]);
        EXPECT_EQ(verdict_on_credit_code(swapped), swapped == good ? "sound" : "doubtful") << swapped;
    }
}

TEST(CreditCode, KnowsTheBodyInside) {
    const auto code = CreditCode::parse("11511301008778183N").value();
    EXPECT_EQ(code.organisation_code(), "008778183");
    EXPECT_TRUE(code.of_public_body());
    EXPECT_FALSE(CreditCode::parse("91350200MA2YJ1XR9G").value().of_public_body());
}

TEST(OrganisationCode, IsCheckedByGb11714) {
    for (const auto* text : {"008778183", "083372204", "MA2YJ1XR9", "802100433", "59498494X"}) {
        EXPECT_EQ(parse_organisation_code(text).value(), text);
    }
    EXPECT_EQ(parse_organisation_code("008778184").error().text_key(), "identifier.organisation_code_check");
    EXPECT_EQ(parse_organisation_code("00877818-3").error().text_key(), "identifier.organisation_code_form");
}

std::string verdict_on_citizen(std::string_view text) {
    const auto number = CitizenNumber::parse(text, kToday);
    return number.ok() ? number.value().text() : number.error().text_key();
}

TEST(CitizenNumber, IsCheckedByGb11643) {
    for (const auto* text : {"11010519491231002X", "440524188001010014", "999921199001010016",
                             "999921198506150028", "999921195603121014"}) {
        EXPECT_EQ(verdict_on_citizen(text), text);
    }
    EXPECT_EQ(verdict_on_citizen("11010519491231002x"), "11010519491231002X");
    EXPECT_EQ(verdict_on_citizen("110105491231002"), "11010519491231002X") << "15 digits of before 1999";
}

TEST(CitizenNumber, IsRefusedWithTheReason) {
    EXPECT_EQ(verdict_on_citizen("110105194902300020"), "identifier.citizen_date") << "30 February";
    EXPECT_EQ(verdict_on_citizen("110105194912310021"), "identifier.citizen_check");
    EXPECT_EQ(verdict_on_citizen("11010519491231002"), "identifier.citizen_form");
    EXPECT_EQ(verdict_on_citizen("X1010519491231002X"), "identifier.citizen_form");
    EXPECT_EQ(verdict_on_citizen(""), "identifier.citizen_form");
    const auto early = calendar::Date::of(1949, 12, 30);
    EXPECT_EQ(CitizenNumber::parse("11010519491231002X", early).error().text_key(),
              "identifier.citizen_date");
}

TEST(CitizenNumber, KnowsThePermitsOfTheSameForm) {
    const auto kind = [](std::string_view first_17) {
        for (const char check : std::string_view("0123456789X")) {
            const auto number = CitizenNumber::parse(std::string(first_17) + check, kToday);
            if (number.ok()) return number.value().kind();
        }
        return CitizenNumber::Kind::Citizen;
    };
    EXPECT_EQ(kind("81000019900101001"), CitizenNumber::Kind::ResidencePermit);
    EXPECT_EQ(kind("91156119900101001"), CitizenNumber::Kind::PermanentResidence);
    EXPECT_EQ(kind("99992119900101001"), CitizenNumber::Kind::Citizen);
    EXPECT_EQ(kind("11010519900101001"), CitizenNumber::Kind::Citizen);
}

TEST(CaseNumber, IsComposedAndRead) {
    const CaseNumber::Parts parts{"999921", "012", kToday, 17};
    const auto number = CaseNumber::compose(parts).value();
    EXPECT_EQ(number.text(), "99992101220260302000179");
    const auto read = CaseNumber::parse("99992101220260302000179").value();
    EXPECT_EQ(read, number);
    EXPECT_EQ(read.parts().region, "999921");
    EXPECT_EQ(read.parts().office, "012");
    EXPECT_EQ(read.parts().day, kToday);
    EXPECT_EQ(read.parts().sequence, 17);
}

TEST(CaseNumber, IsRefusedWithTheReason) {
    const auto refusal = [](std::string_view text) { return CaseNumber::parse(text).error().text_key(); };
    EXPECT_EQ(refusal("99992101220260302000178"), "identifier.case_number_check");
    EXPECT_EQ(refusal("9999210122026030200017"), "identifier.case_number_form");
    EXPECT_EQ(refusal("99992101220260230000179"), "identifier.case_number_form");
    EXPECT_EQ(refusal("9999210122026030200017x"), "identifier.case_number_form");
    EXPECT_EQ(refusal(""), "identifier.case_number_form");
    EXPECT_EQ(CaseNumber::compose({"999921", "012", kToday, 0}).error().text_key(),
              "identifier.case_number_form");
    EXPECT_EQ(CaseNumber::compose({"99992", "012", kToday, 1}).error().text_key(),
              "identifier.case_number_form");
    EXPECT_EQ(CaseNumber::compose({"999921", "012", kToday, 100'000}).error().code(),
              base::ErrorCode::TooMany);
}

TEST(CaseNumber, NoticesEveryWrongDigitOfAThousandNumbers) {
    for (int sequence = 1; sequence <= 99'999; sequence += 1009) {
        const auto good = CaseNumber::compose({"999921", "012", kToday, sequence}).value().text();
        ASSERT_TRUE(CaseNumber::parse(good).ok());
        for (std::size_t i = 0; i < good.size(); ++i) {
            auto changed = good;
            changed[i] = static_cast<char>('0' + (changed[i] - '0' + 1) % 10);
            ASSERT_FALSE(CaseNumber::parse(changed).ok()) << changed;
        }
    }
}

TEST(DocumentNumber, IsReadInEveryBracketAndWrittenInOne) {
    for (const auto* text :
         {"清政发〔2026〕12号", "清政发[2026]12号", "清政发【2026】12号", "清政发（2026）12号",
          "清政发(2026)12号", "清政发〈2026〉12号", "清政发〔２０２６〕１２号"}) {
        const auto number = DocumentNumber::parse(text);
        ASSERT_TRUE(number.ok()) << text;
        EXPECT_EQ(number.value().text(), "清政发〔2026〕12号");
        EXPECT_EQ(number.value().issuer(), "清政发");
        EXPECT_EQ(number.value().year(), 2026);
        EXPECT_EQ(number.value().sequence(), 12);
    }
    for (const auto* text :
         {"", "〔2026〕12号", "清政发〔2026〕012号", "清政发〔2026〕号", "清政发〔1826〕12号",
          "清政发2026第12号", "清政发〔2026〕12号x", "清政发〔2026〕12", "abc〔2026〕12号"}) {
        EXPECT_FALSE(DocumentNumber::parse(text).ok()) << text;
    }
}

struct Licence {
    const char* identifier;
    char check;
};

TEST(LicenceIdentifier, HasTheCheckCharacterOfGbT36904) {
    const Licence examples[] = {
        {"11100000000013338W011.11430000006122244L.20230000403.001", 'U'},
        {"11100000000013338W009.11330105002500287C.2025052201.002", '0'},
        {"11100000000013338W032.11220000013544541J.2430599.001", 'F'},
        {"11100000MB03271699022.340100.000000016.001", '9'},
        {"11999921QX0000018Y001.11999921QX0000018Y.2026000001.001", 'W'},
        {"11999921QX0000018Y001.11999921QX0000018Y.2026000001.002", 'U'},
        // Published with M; the arithmetic says D.
        {"11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001", 'D'},
    };
    for (const auto& example : examples) {
        EXPECT_EQ(licence_check_character(example.identifier).value(), example.check) << example.identifier;
    }
    EXPECT_FALSE(licence_check_character("abc").ok());
}

TEST(Phone, IsAMobileOrALandline) {
    EXPECT_EQ(parse_phone("13800000000").value(), "13800000000");
    EXPECT_EQ(parse_phone("+86 138-0000-0000").value(), "13800000000");
    EXPECT_EQ(parse_phone("１３８００００００００").value(), "13800000000");
    EXPECT_EQ(parse_phone("0591-87654321").value(), "0591-87654321");
    EXPECT_EQ(parse_phone("010-8765432").value(), "010-8765432");
    for (const auto* text : {"", "12800000000", "1380000000", "138000000000", "0591-876543", "059187654321x",
                             "+86", "591-87654321", "--"}) {
        EXPECT_FALSE(parse_phone(text).ok()) << text;
    }
    EXPECT_TRUE(parse_post_code("350000").ok());
    EXPECT_FALSE(parse_post_code("35000").ok());
}

TEST(FoldIdentifier, TakesWhatPeopleType) {
    EXPECT_EQ(fold_identifier(" １１０１０５ 19491231－002x "), "11010519491231002X");
    EXPECT_EQ(fold_identifier("9999 2101 2202 6030 2000 179"), "99992101220260302000179");
    EXPECT_EQ(fold_identifier(""), "");
}

}  // namespace
}  // namespace text
