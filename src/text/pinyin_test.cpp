#include "text/pinyin.h"
#include "text/pinyin_words.h"
#include "text/utf8.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <thread>
#include <vector>

namespace text {
namespace {

struct Spelled {
    const char* phrase;
    const char* full;
    const char* initials;
};

TEST(Pinyin, SpellsTheWordsOfTheCounty) {
    const Spelled examples[] = {
        {"身份证", "shenfenzheng", "sfz"},
        {"重庆", "chongqing", "cq"},
        {"尊敬长辈", "zunjingzhangbei", "zjzb"},
        {"行政许可", "xingzhengxuke", "xzxk"},
        {"农村商业银行", "nongcunshangyeyinhang", "ncsyyh"},
        {"变更登记", "biangengdengji", "bgdj"},
        {"重大行政决策", "zhongdaxingzhengjuece", "zdxzjc"},
        {"人民调解", "renmintiaojie", "rmtj"},
        {"调查取证", "diaochaquzheng", "dcqz"},
        {"参保登记", "canbaodengji", "cbdj"},
        {"长期护理", "changqihuli", "cqhl"},
        {"局长接待日", "juzhangjiedairi", "jzjdr"},
        {"会计", "kuaiji", "kj"},
        {"社会保障", "shehuibaozhang", "shbz"},
        {"给付", "jifu", "jf"},
        {"退还押金", "tuihuanyajin", "thyj"},
        {"法律援助", "falvyuanzhu", "flyz"},
        {"女职工", "nvzhigong", "nzg"},
        {"畜牧养殖", "xumuyangzhi", "xmyz"},
        {"新办A类（2026年）许可", "xinbanalei2026nianxuke", "xbal2026nxk"},
        {"Ａ１", "a1", "a1"},
        {"", "", ""},
        {"，。—", "", ""},
    };
    for (const auto& example : examples) {
        const Pinyin pinyin = pinyin_of(example.phrase);
        EXPECT_EQ(pinyin.full, example.full) << example.phrase;
        EXPECT_EQ(pinyin.initials, example.initials) << example.phrase;
    }
}

TEST(Pinyin, ReadsSurnamesTheirOwnWay) {
    EXPECT_EQ(pinyin_of_person("单小溪").full, "shanxiaoxi");
    EXPECT_EQ(pinyin_of_person("仇和").full, "qiuhe");
    EXPECT_EQ(pinyin_of_person("万俟雪").initials, "mqx");
    EXPECT_EQ(pinyin_of_person("贺长林").full, "hechanglin");
    EXPECT_EQ(pinyin_of_person("刘小溪").initials, "lxx");
}

TEST(Pinyin, MatchesWhatPeopleType) {
    const Pinyin pinyin = pinyin_of("居民身份证");
    for (const auto* typed : {"jumin", "JMSFZ", "sfz", "juminshenfenzheng"}) {
        EXPECT_TRUE(matches_pinyin(pinyin, typed)) << typed;
    }
    for (const auto* typed : {"", "umin", "sfzh"}) EXPECT_FALSE(matches_pinyin(pinyin, typed)) << typed;
}

TEST(PinyinWords, AreSortedAndHaveASyllableForEachCharacter) {
    const auto check = [](std::span<const Reading> readings) {
        EXPECT_TRUE(
            std::is_sorted(readings.begin(), readings.end(),
                           [](const Reading& one, const Reading& other) { return one.word < other.word; }));
        for (const auto& reading : readings) {
            const auto spaces = std::count(reading.syllables.begin(), reading.syllables.end(), ' ');
            EXPECT_EQ(static_cast<std::size_t>(spaces) + 1, reading.word.size()) << reading.syllables;
            EXPECT_LE(reading.word.size(), 3u) << reading.syllables;
        }
    };
    check(kWordReadings);
    check(kCharacterReadings);
    check(kSurnameReadings);
    check(kGivenNameReadings);
}

TEST(Pinyin, IsTheSameOnEveryThread) {
    std::string phrase;
    for (char32_t c = 0x4e00; c < 0x5200; ++c) append_character(phrase, c);
    std::vector<std::string> spelled(4);
    std::vector<std::jthread> threads;
    for (auto& one : spelled) threads.emplace_back([&one, &phrase] { one = pinyin_of(phrase).full; });
    threads.clear();
    for (const auto& one : spelled) EXPECT_EQ(one, spelled.front());
    EXPECT_GT(spelled.front().size(), 2000u);
}

TEST(Pinyin, LeavesOutBrokenBytes) {
    EXPECT_EQ(pinyin_of("a\xff\xe6"
                        "b")
                  .full,
              "ab");
}

}  // namespace
}  // namespace text
