// F15 (pm4py #558: an accepted parameter that nobody read): no key of a definition is ignored. Every file
// that ships is read with one key too many, in every kind of object it has, and with each of its values put
// as another type; each time the load stops at that line, and names the nearest known word.

#include "app/definition_check.h"
#include "app/definition_tree.h"
#include "app/wiring.h"
#include "casework/scenario.h"
#include "catalog/county_load.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace app {
namespace {

const web::Files& carried() {
    static const std::unique_ptr<web::Files> files = web::embedded_files(web::carried_files());
    return *files;
}
const DefinitionTree& tree() {
    static const DefinitionTree made = DefinitionTree::around("definitions", carried()).value();
    return made;
}
const catalog::Surroundings& around() {
    static const catalog::Surroundings made = tree().surroundings();
    return made;
}

// One key of a text: where it and its value stand, and the keys on the way to it, without numbers of lists.
struct KeyPlace {
    std::string shape;  // {steps{outcomes{needs
    std::string key;
    std::size_t object = 0;  // behind its object's brace
    std::size_t value = 0;   // its first byte
    std::size_t end = 0;     // behind its last
};

// Finds every key of a JSON text. // begins a remark, as in definition files.
class KeyFinder {
public:
    explicit KeyFinder(std::string_view text) : text_(text) { value(""); }
    std::vector<KeyPlace> places;

private:
    void skip() {
        while (at_ < text_.size()) {
            if (text_.substr(at_).starts_with("//"))
                at_ = std::min(text_.find('\n', at_), text_.size());
            else if (std::string_view(" \t\r\n,:").find(text_[at_]) != std::string_view::npos)
                ++at_;
            else
                return;
        }
    }
    std::string quoted() {
        const std::size_t from = ++at_;
        while (text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
        return std::string(text_.substr(from, at_++ - from));
    }
    void value(const std::string& shape) {
        skip();
        const char opens = text_[at_];
        if (opens == '"') {
            quoted();
        } else if (opens == '[') {
            for (++at_, skip(); text_[at_] != ']'; skip()) value(shape);
            ++at_;
        } else if (opens == '{') {
            object(shape);
        } else {
            while (std::string_view(",]} \r\n").find(text_[at_]) == std::string_view::npos) ++at_;
        }
    }
    void object(const std::string& shape) {
        const std::size_t begin = ++at_;
        for (skip(); text_[at_] != '}'; skip()) {
            KeyPlace place{shape + "{", quoted(), begin, 0, 0};
            skip();
            place.value = at_;
            value(place.shape + place.key);
            place.end = at_;
            places.push_back(std::move(place));
        }
        ++at_;
    }
    std::string_view text_;
    std::size_t at_ = 0;
};

int line_of(std::string_view text, std::size_t at) {
    return 1 +
           static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

std::string told(const catalog::Findings& findings) {
    std::string all;
    for (const catalog::Finding& one : findings) {
        all += one.text_key + " at " + std::to_string(one.line) + ":";
        for (const auto& [name, value] : one.args) all += " " + name + "=" + value;
        all += "\n";
    }
    return all;
}

catalog::Findings judged(catalog::DefinitionDraft draft, std::string text) {
    draft.text = std::move(text);
    const auto today = calendar::Date::of(2026, 3, 2);
    return catalog::judge_definition(draft, {around(), today, 0, &check_process_draft});
}

// A finding at that line that holds both words.
bool points_at(const catalog::Findings& findings, int line, std::string_view word, std::string_view nearest) {
    for (const catalog::Finding& one : findings) {
        std::string words;
        std::string place = one.place;
        for (const auto& [name, value] : one.args) {
            words += value + " ";
            if (name == "place") place = value;
        }
        int at = one.line;  // or the line of a place such as permit/form.json:12
        for (std::size_t colon = place.find(':'); colon != std::string::npos;
             colon = place.find(':', colon + 1))
            if (place.substr(colon + 1).find_first_of("0123456789") == 0)
                at = std::stoi(place.substr(colon + 1));
        if (at == line && words.find(word) != std::string::npos && words.find(nearest) != std::string::npos)
            return true;
    }
    return false;
}

// The line as whoever wrote the file counts: the form and the texts of a process are files of their own,
// which stand in the bundle as they are.
int line_in_file(const catalog::DefinitionDraft& draft, std::string_view text, std::size_t at) {
    if (draft.kind != catalog::DefinitionKind::Process) return line_of(text, at);
    std::size_t begin = 0;
    for (const char* part : {",\"form\":", ",\"text\":", ",\"scenarios\":"}) {
        const std::size_t found = text.find(part);
        if (found != std::string_view::npos && found < at) begin = found;
    }
    return line_of(text, at) - line_of(text, begin) + 1;
}

// Texts of a process are words under names of that process: known by its own definition, not by a list.
bool is_word(const KeyPlace& place) {
    const bool of_another = place.shape.ends_with("{gives{");  // facts of the process that it begins, P16
    return of_another || place.shape == "{text{zh-CN{" || place.shape == "{text{en{" ||
           place.shape == "{scenarios{";
}

class UnknownKeys : public testing::Test {
protected:
    // Each kind of object of each kind of definition, in the first file that has it.
    template <class Work>
    void for_each_shape(const Work& work) {
        std::set<std::string> seen;
        for (const std::string& inside : asked()) {
            const catalog::DefinitionDraft draft = tree().draft(inside);
            const std::string kind(catalog::kind_word(draft.kind));
            ASSERT_EQ(told(judged(draft, draft.text)), "") << inside;
            const KeyFinder found(draft.text);
            for (const KeyPlace& place : found.places) {
                if (is_word(place) || !seen.insert(kind + place.shape + place.key).second) continue;
                SCOPED_TRACE(inside + " " + place.shape + place.key);
                work(draft, place);
                ++tried_;
            }
        }
        for (const catalog::DefinitionKind kind : catalog::kDefinitionKinds)
            EXPECT_TRUE(std::any_of(seen.begin(), seen.end(), [&](const std::string& shape) {
                return shape.starts_with(std::string(catalog::kind_word(kind)) + "{");
            })) << catalog::kind_word(kind);
    }
    static std::vector<std::string> asked() {
        std::vector<std::string> all = tree().asked();
        const DefinitionTree counties = DefinitionTree::around("counties", carried()).value();
        all.insert(all.end(), counties.asked().begin(), counties.asked().end());
        return all;
    }
    int tried_ = 0;
};

TEST_F(UnknownKeys, F15_StopTheLoadWithFileLineAndNearestWord) {
    for_each_shape([](const catalog::DefinitionDraft& draft, const KeyPlace& place) {
        const std::string slip = place.key + "z";
        std::string text = draft.text;
        text.insert(place.object, "\"" + slip + "\": 1, ");
        const catalog::Findings findings = judged(draft, text);
        EXPECT_TRUE(points_at(findings, line_in_file(draft, text, place.object), slip, place.key))
            << told(findings);
    });
    std::printf("%d keys misspelt\n", tried_);
    EXPECT_GT(tried_, 200);
}

TEST_F(UnknownKeys, F15_AValueOfAnotherTypeIsNotTakenForNoValue) {
    for_each_shape([](const catalog::DefinitionDraft& draft, const KeyPlace& place) {
        std::string text = draft.text;
        const bool list = text[place.value] == '[';
        text.replace(place.value, place.end - place.value, list ? "true" : "[[]]");
        EXPECT_FALSE(judged(draft, text).empty()) << place.key << " was passed over";
    });
}

}  // namespace
}  // namespace app
