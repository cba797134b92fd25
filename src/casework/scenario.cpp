#include "casework/scenario.h"

#include "base/json_keys.h"
#include "casework/expression.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace casework {

using base::Result;

Result<ScenarioWords> ScenarioWords::parse(std::string_view words_json, std::string_view roles_json) {
    const base::Json json = TRY(base::parse_json(words_json, base::JsonComments::Allowed));
    ScenarioWords words;
    constexpr base::KeyRule known[] = {{"word", "s"}, {"zh", "l"}, {"en", "l"}};
    for (const base::Json& row : json.items) {
        const auto fault = base::find_key_fault(row, known);
        if (fault) return bad_definition({"scenario_words.json", fault->line}, fault->what);
        for (const std::string_view language : {"zh", "en"}) {
            for (const base::Json& phrase : row.list(language))
                words.phrases_.push_back({phrase.text, std::string(row.string_or("word"))});
        }
    }
    words.roles_ = TRY(identity::parse_roles(roles_json));
    return words;
}

std::string_view ScenarioWords::meaning_of(std::string_view text) const {
    for (const Phrase& phrase : phrases_) {
        if (phrase.text == text) return phrase.meaning;
    }
    return {};
}

std::string_view ScenarioWords::role_of(std::string_view text) const {
    for (const identity::RoleDefinition& role : roles_) {
        if (role.role == text || role.name == text || role.name_en == text) return role.role;
    }
    return {};
}

std::vector<std::string> ScenarioWords::all_phrases() const {
    std::vector<std::string> all;
    for (const Phrase& phrase : phrases_) all.push_back(phrase.text);
    return all;
}

std::vector<std::string> ScenarioWords::all_roles() const {
    std::vector<std::string> all;
    for (const identity::RoleDefinition& role : roles_) {
        all.push_back(role.role);
        all.push_back(role.name);
    }
    return all;
}

namespace {

struct Word {
    enum class Kind { Plain, Quoted, Comma, Colon, Open, Close, End };
    Kind kind = Kind::Plain;
    std::string text;
    int line = 0;
    std::size_t begin = 0, end = 0;  // in the file
    bool is(Kind wanted) const { return kind == wanted; }
};

// Marks as Chinese keyboards give them; a statement may be written with either.
struct WideMark {
    std::string_view bytes;
    char plain;
};
constexpr WideMark kWideMarks[] = {{"\xEF\xBC\x9B", ';'}, {"\xEF\xBC\x8C", ','}, {"\xEF\xBC\x9A", ':'},
                                   {"\xE2\x80\x9C", '"'}, {"\xE2\x80\x9D", '"'}, {"\xE3\x80\x80", ' '},
                                   {"\xEF\xBD\x9B", '{'}, {"\xEF\xBD\x9D", '}'}, {"\xE3\x80\x81", ','}};

struct Mark {
    char plain = 0;  // 0: a byte of a word
    std::size_t size = 1;
};
Mark mark_at(std::string_view text, std::size_t at) {
    constexpr std::string_view kPlain = ";,:\"{} \t\r\n#";
    if (kPlain.find(text[at]) != std::string_view::npos) return {text[at], 1};
    for (const WideMark& wide : kWideMarks) {
        if (text.substr(at).starts_with(wide.bytes)) return {wide.plain, wide.bytes.size()};
    }
    return {};
}

// Cuts a file into words. Braces may go over several lines; a statement ends with its line or a semicolon.
class ScenarioLexer {
public:
    ScenarioLexer(std::string_view text, std::string_view file) : text_(text), file_(file) {}

    Result<std::vector<Word>> read() {
        while (at_ < text_.size()) {
            const Mark mark = mark_at(text_, at_);
            const bool inside = (mark.plain == ':' && depth_ == 0) || (mark.plain == '#' && !word_.empty());
            if (mark.plain == 0 || inside) {
                word_.append(text_.substr(at_, mark.size));
                at_ += mark.size;
                continue;
            }
            end_word();
            TRY(read_mark(mark));
        }
        end_word();
        if (depth_ > 0) return bad_definition({file_, line_}, "'}' is missing");
        end_statement();
        return std::move(words_);
    }

private:
    Result<> read_mark(const Mark& mark) {
        at_ += mark.size;
        switch (mark.plain) {
        case '\n':
            if (depth_ == 0) end_statement();
            ++line_;
            break;
        case ';': end_statement(); break;
        case '#': at_ = std::min(text_.find('\n', at_), text_.size()); break;
        case ',': push(Word::Kind::Comma, mark.size); break;
        case ':': push(Word::Kind::Colon, mark.size); break;
        case '{':
            ++depth_;
            push(Word::Kind::Open, mark.size);
            break;
        case '}':
            if (--depth_ < 0) return bad_definition({file_, line_}, "'}' without '{'");
            push(Word::Kind::Close, mark.size);
            break;
        case '"': return read_quoted();
        default: break;
        }
        return base::Done{};
    }

    // A mark that stands for itself; it was just passed.
    void push(Word::Kind kind, std::size_t size) {
        words_.push_back({kind, std::string(text_.substr(at_ - size, size)), line_, at_ - size, at_});
    }

    Result<> read_quoted() {
        const std::size_t begin = at_;
        std::string text;
        while (at_ < text_.size() && text_[at_] != '\n') {
            const Mark mark = mark_at(text_, at_);
            if (mark.plain == '"') {
                at_ += mark.size;
                words_.push_back({Word::Kind::Quoted, std::move(text), line_, begin, at_});
                return base::Done{};
            }
            text.append(text_.substr(at_, mark.size));
            at_ += mark.size;
        }
        return bad_definition({file_, line_}, "a quotation mark is missing");
    }

    void end_word() {
        if (word_.empty()) return;
        words_.push_back({Word::Kind::Plain, word_, line_, at_ - word_.size(), at_});
        word_.clear();
    }
    void end_statement() {
        if (!words_.empty() && !words_.back().is(Word::Kind::End))
            words_.push_back({Word::Kind::End, {}, line_, at_, at_});
    }

    std::string_view text_;
    std::string_view file_;
    std::size_t at_ = 0;
    int line_ = 1;
    int depth_ = 0;
    std::string word_;
    std::vector<Word> words_;
};

std::optional<int> number_of(std::string_view text) {
    int value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

class ScenarioReader {
public:
    ScenarioReader(std::string_view text, const ScenarioWords& words, std::string_view file)
        : text_(text), words_(words), file_(file) {
        scenario_.file = file;
    }

    Result<Scenario> read(const std::vector<Word>& all) {
        for (const Word& word : all) {
            if (!word.is(Word::Kind::End)) {
                now_.push_back(word);
                continue;
            }
            at_ = 0;
            TRY(read_statement());
            now_.clear();
            if (scenario_.steps.size() > kScenarioStepsMax)
                return refuse("at most 400 statements are allowed");
        }
        if (scenario_.title.empty()) return bad_definition({file_, 1}, "the title is missing");
        return std::move(scenario_);
    }

private:
    using Kind = ScenarioStep::Kind;

    bool over() const { return at_ >= now_.size(); }
    const Word& word() const { return now_[at_]; }
    int line() const { return now_.empty() ? 1 : now_[std::min(at_, now_.size() - 1)].line; }
    base::Error refuse(std::string_view what) const { return bad_definition({file_, line()}, what); }

    // The meaning of the keyword here, of two words if there is one; nothing is taken.
    std::string_view meaning(std::size_t at, std::size_t& length) const {
        length = 0;
        if (at >= now_.size() || !now_[at].is(Word::Kind::Plain)) return {};
        if (at + 1 < now_.size() && now_[at + 1].is(Word::Kind::Plain)) {
            const std::string_view both = words_.meaning_of(now_[at].text + " " + now_[at + 1].text);
            length = 2;
            if (!both.empty()) return both;
        }
        length = 1;
        return words_.meaning_of(now_[at].text);
    }
    std::string_view meaning() const {
        std::size_t length = 0;
        return meaning(at_, length);
    }
    bool take(std::string_view wanted) {
        std::size_t length = 0;
        if (meaning(at_, length) != wanted) return false;
        at_ += length;
        return true;
    }
    Result<std::string> take_text(std::string_view what) {
        if (over() || !(word().is(Word::Kind::Plain) || word().is(Word::Kind::Quoted)))
            return refuse(std::string(what) + " is missing");
        return now_[at_++].text;
    }
    Result<calendar::Date> take_date() {
        const std::string text = TRY(take_text("a date"));
        auto date = calendar::Date::parse(text);
        if (!date.ok()) return refuse("'" + text + "' is no date such as 2026-03-02");
        return date;
    }
    Result<int> take_number(std::string_view what) {
        const std::string text = TRY(take_text(what));
        const auto number = number_of(text);
        if (!number) return refuse("'" + text + "' is no number");
        return *number;
    }

    ScenarioStep& add(Kind kind) {
        ScenarioStep& step = scenario_.steps.emplace_back();
        step.kind = kind;
        step.line = now_.front().line;
        step.text = written(0);
        return step;
    }

    // The statement from its n-th word on, as written.
    std::string written(std::size_t from) const {
        return std::string(text_.substr(now_[from].begin, now_.back().end - now_[from].begin));
    }

    Result<> read_statement() {
        if (take("title")) {
            if (over()) return refuse("the title is missing");
            scenario_.title = written(at_);
            return base::Done{};
        }
        if (take("today")) {
            ScenarioStep& today = add(Kind::Today);
            TRY(read_moment(today));
            return end();
        }
        if (take("then")) return read_expectations();
        if (take("people")) return read_people();
        if (take("on")) TRY(read_moment(add(Kind::On)));
        if (take("after")) TRY(read_span());
        if (over()) return base::Done{};
        return read_deed();
    }

    Result<> end() {
        if (!over()) return refuse("unexpected '" + word().text + "'");
        return base::Done{};
    }

    // 2026-03-02 or 2026-03-02 10:30
    Result<> read_moment(ScenarioStep& step) {
        step.day = TRY(take_date());
        if (over() || word().text.size() != 5 || word().text[2] != ':') return base::Done{};
        const auto hour = number_of(std::string_view(word().text).substr(0, 2));
        const auto minute = number_of(std::string_view(word().text).substr(3));
        if (!hour || !minute || *hour > 23 || *minute > 59)
            return refuse("'" + word().text + "' is no time such as 10:30");
        step.minute = *hour * 60 + *minute;
        ++at_;
        return base::Done{};
    }

    Result<> read_span() {
        ScenarioStep& step = add(Kind::After);
        step.span.count = TRY(take_number("how long"));
        if (step.span.count < 1 || step.span.count > calendar::kSpanMax) return refuse("that is too long");
        if (take("working_days"))
            step.span.unit = calendar::Unit::WorkingDays;
        else if (take("days"))
            step.span.unit = calendar::Unit::Days;
        else if (take("hours"))
            step.span.unit = calendar::Unit::Hours;
        else
            return refuse("working days, days or hours are expected");
        return base::Done{};
    }

    // <role> or <role>@<body>, of one or two words.
    Result<> read_role(ScenarioStep& step) {
        const std::string text = TRY(take_text("a role"));
        const auto sign = text.find('@');
        std::string name = text.substr(0, sign);
        if (sign != std::string::npos) step.body = text.substr(sign + 1);
        step.role = words_.role_of(name);
        if (step.role.empty() && !over() && word().is(Word::Kind::Plain)) {
            const std::string second = word().text.substr(0, word().text.find('@'));
            step.role = words_.role_of(name + " " + second);
            if (!step.role.empty()) {
                if (second.size() < word().text.size()) step.body = word().text.substr(second.size() + 1);
                ++at_;
            }
        }
        if (step.role.empty()) return unknown_word({file_, line()}, "role or keyword", name, all_openings());
        return base::Done{};
    }
    std::vector<std::string> all_openings() const {
        std::vector<std::string> all = words_.all_roles();
        for (std::string& phrase : words_.all_phrases()) all.push_back(std::move(phrase));
        return all;
    }

    Result<> read_people() {
        ScenarioStep& step = add(Kind::People);
        TRY(read_role(step));
        while (!over()) {
            if (word().is(Word::Kind::Comma)) {
                ++at_;
                continue;
            }
            const std::string name = TRY(take_text("a name"));
            step.names.push_back(name);
        }
        if (step.names.empty()) return refuse("a name is missing");
        return base::Done{};
    }

    Result<> read_deed() {
        static constexpr std::pair<std::string_view, Kind> kVerbs[] = {
            {"files", Kind::File}, {"does", Kind::Do},        {"claims", Kind::Claim},
            {"opens", Kind::Open}, {"extends", Kind::Extend}, {"withdraws", Kind::Withdraw},
            {"rates", Kind::Rate}};
        ScenarioStep step;
        if (!take("applicant")) TRY(read_role(step));
        while (!over()) {
            const std::string_view verb = meaning();
            const auto found = std::find_if(std::begin(kVerbs), std::end(kVerbs),
                                            [&](const auto& row) { return row.first == verb; });
            if (found != std::end(kVerbs)) {
                take(verb);
                ScenarioStep& deed = add(found->second);
                deed.role = step.role;
                deed.body = step.body;
                deed.name = step.name;
                return read_object(deed);
            }
            if (!word().is(Word::Kind::Plain)) break;
            step.name += (step.name.empty() ? "" : " ") + now_[at_++].text;
        }
        if (over()) at_ = now_.size() - 1;
        return unknown_word({file_, line()}, "verb", word().text, words_.all_phrases());
    }

    Result<> read_object(ScenarioStep& deed) {
        if (deed.kind != Kind::Withdraw) deed.target = TRY(take_text("what is done"));
        if (deed.kind == Kind::Do) deed.outcome = TRY(take_text("an outcome"));
        if (!over() && word().is(Word::Kind::Open)) TRY(read_values(deed));
        return end();
    }

    Result<> read_values(ScenarioStep& deed) {
        ++at_;
        while (!over() && !word().is(Word::Kind::Close)) {
            if (word().is(Word::Kind::Comma)) {
                ++at_;
                continue;
            }
            std::string key = TRY(take_text("a name in braces"));
            if (over() || !word().is(Word::Kind::Colon)) return refuse("':' is missing after '" + key + "'");
            ++at_;
            std::string value = TRY(take_text("a value"));
            while (!over() && word().is(Word::Kind::Plain)) value += " " + now_[at_++].text;
            deed.values.emplace_back(std::move(key), std::move(value));
        }
        if (over()) return refuse("'}' is missing");
        ++at_;
        return base::Done{};
    }

    Result<> read_expectations() {
        while (!over()) {
            if (word().is(Word::Kind::Comma)) {
                ++at_;
                continue;
            }
            ScenarioStep& step = add(Kind::Expect);
            TRY(read_expectation(step.expected));
            if (!over() && !word().is(Word::Kind::Comma)) return refuse("unexpected '" + word().text + "'");
        }
        return base::Done{};
    }

    Result<> read_expectation(Expectation& one) {
        const auto whole = [&](std::string_view key, Expected what) {
            if (!take(key)) return false;
            one.what = what;
            return true;
        };
        if (whole("ended", Expected::Ended) || whole("open", Expected::Open)) return base::Done{};
        if (whole("refused", Expected::Refused) || whole("result", Expected::Result)) {
            one.value = TRY(take_text("a key or result"));
            return base::Done{};
        }
        if (whole("public_sees", Expected::PublicSees)) {
            one.subject = TRY(take_text("an outcome"));
            return base::Done{};
        }
        if (whole("event", Expected::Event)) {
            one.subject = TRY(take_text("an event"));
            one.count = TRY(take_number("how often"));
            if (!take("times")) return refuse("'times' is missing");
            return base::Done{};
        }
        if (whole("fact", Expected::Fact)) {
            one.subject = TRY(take_text("a fact"));
            const std::string sign = TRY(take_text("="));
            if (sign != "=") return refuse("'=' is missing");
            one.value = TRY(take_text("a value"));
            return base::Done{};
        }
        one.subject = TRY(take_text("what is expected"));
        if (person_receives()) {
            while (meaning() != "receives") one.subject += " " + now_[at_++].text;
        }
        return read_predicate(one);
    }

    // A name may have several words; nothing else that is expected has.
    bool person_receives() const {
        std::size_t length = 0;
        for (std::size_t at = at_; at < now_.size() && now_[at].is(Word::Kind::Plain); ++at) {
            if (meaning(at, length) == "receives") return true;
        }
        return false;
    }

    Result<> read_predicate(Expectation& one) {
        static constexpr std::pair<std::string_view, Expected> kPlain[] = {
            {"not_ready", Expected::NotReady}, {"on_time", Expected::OnTime},  {"late", Expected::Late},
            {"deemed", Expected::Deemed},      {"running", Expected::Running}, {"idle", Expected::Idle}};
        for (const auto& [key, what] : kPlain) {
            if (!take(key)) continue;
            one.what = what;
            return base::Done{};
        }
        if (take("ready")) {
            one.what = Expected::Ready;
            if (take("on")) TRY(read_desk(one));
            return base::Done{};
        }
        if (take("due")) {
            one.what = Expected::Due;
            one.day = TRY(take_date());
            if (!take("by")) return base::Done{};
            one.value = TRY(take_text("a law"));
            const std::string article = TRY(take_text("an article"));
            one.value += " " + article;
            return base::Done{};
        }
        if (take("paused")) return read_pause(one);
        if (take("mark") || take("no_mark")) {
            const bool none = words_.meaning_of(now_[at_ - 1].text) == "no_mark";
            one.what = none ? Expected::NoMark : Expected::Mark;
            one.value = TRY(take_text("a level"));
            return base::Done{};
        }
        if (meaning() == "consumed" || meaning() == "remaining") return read_used(one);
        if (take("receives")) {
            one.what = Expected::Receives;
            one.subject = TRY(take_text("a letter"));
            return base::Done{};
        }
        if (over()) return refuse("what is expected of '" + one.subject + "'?");
        return unknown_word({file_, line()}, "expectation", word().text, words_.all_phrases());
    }

    Result<> read_desk(Expectation& one) {
        if (take("applicant")) {
            one.value = "applicant";
            return base::Done{};
        }
        ScenarioStep role;
        TRY(read_role(role));
        one.value = role.role;
        one.body = role.body;
        return base::Done{};
    }

    Result<> read_pause(Expectation& one) {
        one.what = Expected::Paused;
        if (over() || word().is(Word::Kind::Comma)) return base::Done{};
        one.day = TRY(take_date());
        if (!take("to")) return refuse("the end of the pause is missing");
        one.until = TRY(take_date());
        return base::Done{};
    }

    Result<> read_used(Expectation& one) {
        one.what = Expected::Used;
        if (take("consumed")) one.count = TRY(take_number("how many days"));
        if (take("remaining")) one.remaining = TRY(take_number("how many days"));
        return base::Done{};
    }

    std::string_view text_;
    const ScenarioWords& words_;
    std::string_view file_;
    Scenario scenario_;
    std::vector<Word> now_;
    std::size_t at_ = 0;
};

}  // namespace

Result<Scenario> parse_scenario(std::string_view text, const ScenarioWords& words, std::string_view file) {
    if (text.size() > kScenarioBytesMax) return bad_definition({file, 1}, "a scenario may have 64 KB");
    const std::vector<Word> cut = TRY(ScenarioLexer(text, file).read());
    return ScenarioReader(text, words, file).read(cut);
}

}  // namespace casework
