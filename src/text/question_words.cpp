#include "text/question_words.h"

#include "text/search_terms.h"
#include "text/utf8.h"

#include <unicode/brkiter.h>

#include <algorithm>
#include <memory>
#include <mutex>

namespace text {

namespace {

constexpr std::size_t kWordsMax = 24;
constexpr std::size_t kBytesMax = 1200;

// data: what is said in nearly every question and tells nothing of its matter.
constexpr std::string_view kAsking[] = {
    "怎么",   "怎样",     "如何",   "怎么办", "怎么样",   "什么",     "为什么", "哪些", "哪里", "哪儿",
    "哪个",   "多少",     "多久",   "多长",   "时间",     "几天",     "是否",   "能否", "可否", "可以",
    "能不能", "可不可以", "是不是", "有没有", "需要",     "需不需要", "应该",   "应当", "请问", "想",
    "我想",   "想要",     "要",     "我要",   "我们",     "我",       "你",     "您",   "你们", "他",
    "他们",   "自己",     "这个",   "那个",   "这",       "那",       "一个",   "一下", "现在", "目前",
    "已经",   "还是",     "还",     "没有",   "不",       "没",       "了",     "吗",   "呢",   "吧",
    "啊",     "的",       "地",     "得",     "和",       "与",       "或",     "或者", "在",   "到",
    "去",     "从",       "被",     "把",     "让",       "给",       "对",     "跟",   "会",   "能",
    "该",     "必须",     "谁",     "何时",   "什么时候", "哪种",     "怎么着", "咋",   "咋办", "关于",
    "有关",   "相关",     "情况",   "问题",   "知道",     "告诉",     "帮忙",   "谢谢", "因为", "所以",
    "如果",   "但是",     "以及",   "办",     "办理",     "手续",     "材料",   "带",   "准备", "how",
    "what",   "where",    "when",   "who",    "which",    "why",      "do",     "does", "can",  "could",
    "should", "the",      "a",      "an",     "to",       "of",       "for",    "in",   "on",   "is",
    "are",    "i",        "my",     "me",     "we",       "need",     "get",    "and",  "or",   "with",
    "it",     "be",       "much",   "long",   "many",     "please",   "want",   "have", "will", "from",
    "at",     "by"};

bool is_asking(std::string_view word) {
    return std::find(std::begin(kAsking), std::end(kAsking), word) != std::end(kAsking);
}

bool is_single_han(const std::string& word) {
    std::size_t at = 0;
    return !word.empty() && is_han(next_character(word, at)) && at == word.size();
}

bool tells(const std::string& word) {
    const std::size_t characters = character_count(word);
    std::size_t at = 0;
    const char32_t first = next_character(word, at);
    const bool letter =
        is_han(first) || (first < 0x80 && ((first >= 'a' && first <= 'z') || (first >= '0' && first <= '9')));
    return letter && characters >= 2 && !is_asking(word);
}

// One breaker, lent to one caller at a time: making one loads a dictionary.
class Breaker {
public:
    Breaker() {
        UErrorCode status = U_ZERO_ERROR;
        words_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getChina(), status));
        if (U_FAILURE(status) != 0) words_.reset();
    }
    std::vector<std::string> cut(std::string_view folded) {
        std::vector<std::string> words;
        if (words_ == nullptr) return words;
        const std::lock_guard lock(mutex_);
        const icu::UnicodeString text = icu::UnicodeString::fromUTF8(
            icu::StringPiece(folded.data(), static_cast<std::int32_t>(folded.size())));
        words_->setText(text);
        std::int32_t from = words_->first();
        for (std::int32_t to = words_->next(); to != icu::BreakIterator::DONE; to = words_->next()) {
            std::string word;
            text.tempSubStringBetween(from, to).toUTF8String(word);
            words.push_back(std::move(word));
            from = to;
        }
        return words;
    }

private:
    std::mutex mutex_;
    std::unique_ptr<icu::BreakIterator> words_;
};

}  // namespace

std::vector<std::string> question_words(std::string_view sentence) {
    static Breaker breaker;
    const std::string folded = fold_for_search(sentence.substr(0, kBytesMax));
    std::vector<std::string> words;
    const auto keep = [&](const std::string& word) {
        const bool known = std::find(words.begin(), words.end(), word) != words.end();
        if (!known && words.size() < kWordsMax && tells(word)) words.push_back(word);
    };
    std::string before;  // a single character that stood alone
    for (const std::string& word : breaker.cut(folded)) {
        const bool alone = is_single_han(word) && !is_asking(word);
        // Words the dictionary does not have come as single characters: 低 保.
        if (alone && !before.empty()) keep(before + word);
        before = alone ? word : std::string();
        keep(word);
    }
    return words;
}

}  // namespace text
