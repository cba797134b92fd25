#include "web/template.h"

#include "base/nearest.h"
#include "text/html.h"
#include "web/template_parse.h"
#include "web/template_program.h"

#include <algorithm>
#include <set>

namespace web {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::string_view kTemplates = "web/templates/";

std::string or_nearest(std::string_view unknown, const std::vector<std::string_view>& known) {
    const auto near = base::nearest_word(unknown, known);
    return near.empty() ? std::string() : "; nearest is " + std::string(near);
}

// Parsed files, kept while compiling: a part is used by many pages.
class Library {
public:
    explicit Library(const Files& files) : files_(files) {}
    // Null after a fault, which is reported once.
    const std::vector<Node>* find(const std::string& path, std::string& faults) {
        const auto known = parsed_.find(path);
        if (known != parsed_.end()) return known->second.get();
        auto& place = parsed_[path];
        const File* file = files_.find(path);
        if (!file) return nullptr;
        auto nodes = parse_template(file->bytes);
        if (nodes.ok())
            place = std::make_unique<std::vector<Node>>(std::move(nodes).value());
        else
            faults += path + ":" + nodes.error().detail() + "\n";
        return place.get();
    }
    bool has(const std::string& path) const { return files_.find(path) != nullptr; }

private:
    const Files& files_;
    std::map<std::string, std::unique_ptr<std::vector<Node>>> parsed_;
};

struct World {
    const Files& files;
    const Texts& texts;
    const Shape& frame;
    Library& library;
    std::map<std::string, bool, std::less<>>& used_keys;
    std::string& faults;
};

class Compiler {
public:
    Compiler(const World& world, Program& program, Locale locale)
        : world_(world), program_(program), locale_(locale) {}

    void compile(const std::string& path, const Shape& model) {
        enter(world_.frame);
        program_.frame_slots = top_;
        enter(model);
        file(path, path, 1);
        program_.slots = most_;
        program_.frame_names.assign(frame_names_.begin(), frame_names_.end());
    }

private:
    struct Scope {
        const Shape* shape;
        std::uint32_t base;
    };
    struct Found {
        std::uint32_t slot = 0;
        FieldKind kind = FieldKind::Text;
        const Shape* row = nullptr;
    };
    void enter(const Shape& shape) {
        scopes_.push_back({&shape, top_});
        top_ += static_cast<std::uint32_t>(shape.fields.size());
        most_ = std::max(most_, top_);
    }
    void leave() {
        top_ = scopes_.back().base;
        scopes_.pop_back();
    }
    void fault(int line, const std::string& what) {
        const std::string whole = path_ + ":" + std::to_string(line) + ": " + what + "\n";
        if (world_.faults.find(whole) == std::string::npos)
            world_.faults += whole;  // once for both languages
    }
    std::optional<Found> find(std::string_view name, int line, std::string_view of = {});
    void file(const std::string& path, const std::string& from, int line);
    void nodes(const std::vector<Node>& list);
    void node(const Node& node);
    void value(const Node& node);
    void show(const Found& found, Step::Op op);
    void condition(const Node& node);
    void each(const Node& node);
    void asset(const Node& node);
    void text(const Node& node);
    void choice(const Node& node, std::size_t open, std::size_t close);
    void sentence(const std::string& key, int line);
    void literal(std::string_view words);
    bool unquoted_attribute() const;
    std::uint32_t emit(Step step) {
        program_.steps.push_back(step);
        return static_cast<std::uint32_t>(program_.steps.size() - 1);
    }
    std::uint32_t here() {  // a place that is jumped to; literals are not joined across it
        label_ = program_.steps.size();
        return static_cast<std::uint32_t>(label_);
    }
    std::uint32_t table(std::size_t size) const { return static_cast<std::uint32_t>(size - 1); }

    const World& world_;
    Program& program_;
    Locale locale_;
    std::string path_;
    std::vector<Scope> scopes_;
    std::uint32_t top_ = 0;
    std::uint32_t most_ = 0;
    std::size_t label_ = 0;
    std::size_t depth_ = 0;
    std::string before_;  // the last characters of markup: where a value would stand
    bool in_script_ = false;
    std::set<std::string> frame_names_;
};

std::optional<Compiler::Found> Compiler::find(std::string_view name, int line, std::string_view of) {
    std::vector<std::string_view> known;
    for (std::size_t i = scopes_.size(); i-- > 0;) {
        const Scope& scope = scopes_[i];
        for (std::size_t at = 0; at < scope.shape->fields.size(); ++at) {
            const Shape::Field& field = scope.shape->fields[at];
            known.push_back(field.name);
            if (field.name != name) continue;
            if (i == 0) frame_names_.insert(field.name);
            return Found{scope.base + static_cast<std::uint32_t>(at), field.kind, field.row};
        }
    }
    std::string what = of.empty() ? "" : "text " + std::string(of) + " wants {" + std::string(name) + "}: ";
    fault(line, what + "no field " + std::string(name) + or_nearest(name, known));
    return std::nullopt;
}

void Compiler::file(const std::string& path, const std::string& from, int line) {
    const auto* list = world_.library.find(path, world_.faults);
    if (!list) {
        if (world_.library.has(path)) return;
        std::vector<std::string_view> known = world_.files.under(kTemplates);
        path_ = from;
        return fault(line, "no file " + path + or_nearest(path, known));
    }
    if (++depth_ > kTemplateDepthMax) return fault(line, "parts too deep: " + path);
    const std::string outer = std::exchange(path_, path);
    nodes(*list);
    path_ = outer;
    --depth_;
}

void Compiler::nodes(const std::vector<Node>& list) {
    for (const Node& each_node : list) node(each_node);
}

void Compiler::node(const Node& node) {
    switch (node.kind) {
    case Node::Kind::Literal: return literal(node.word);
    case Node::Kind::Value:
    case Node::Kind::Url: return value(node);
    case Node::Kind::If: return condition(node);
    case Node::Kind::Each: return each(node);
    case Node::Kind::Part:
        return file(std::string(kTemplates) + "_parts/" + node.word + ".html", path_, node.line);
    case Node::Kind::Text: return text(node);
    case Node::Kind::Asset: return asset(node);
    }
}

void Compiler::literal(std::string_view words) {
    if (words.empty()) return;
    before_ += words;
    const std::size_t open = before_.rfind("<script"), close = before_.rfind("</script");
    if (open != std::string::npos) in_script_ = close == std::string::npos || close < open;
    const std::size_t style = before_.rfind("<style"), style_end = before_.rfind("</style");
    if (style != std::string::npos) in_script_ = style_end == std::string::npos || style_end < style;
    if (before_.size() > 512) before_.erase(0, before_.size() - 256);
    auto& steps = program_.steps;
    const auto size = static_cast<std::uint32_t>(words.size());
    if (!steps.empty() && steps.back().op == Step::Op::Literal && label_ != steps.size()) {
        steps.back().size += size;
    } else {
        Step step;
        step.offset = static_cast<std::uint32_t>(program_.literals.size());
        step.size = size;
        emit(step);
    }
    program_.literals += words;
}

// name={{value}} inside a tag: a blank in the value would begin another attribute.
bool Compiler::unquoted_attribute() const {
    const std::size_t open = before_.rfind('<'), close = before_.rfind('>');
    if (!before_.ends_with('=') || open == std::string::npos || (close != std::string::npos && close > open))
        return false;
    return std::count(before_.begin() + static_cast<std::ptrdiff_t>(open), before_.end(), '"') % 2 == 0;
}

void Compiler::value(const Node& node) {
    const auto found = find(node.word, node.line);
    if (!found) return;
    if (found->kind == FieldKind::List)
        return fault(node.line, node.word + " is a list: {{#each " + node.word + "}}");
    if (in_script_) return fault(node.line, "{{" + node.word + "}} stands in a script or style");
    if (unquoted_attribute())
        return fault(node.line, "{{" + node.word + "}} needs quotes around the attribute");
    if (node.kind == Node::Kind::Url) return show(*found, Step::Op::Url);
    if (found->kind == FieldKind::Html) return show(*found, Step::Op::Raw);
    for (const std::string_view attribute : {"href=\"", "src=\"", "action=\"", "formaction=\""}) {
        if (before_.ends_with(attribute)) return show(*found, Step::Op::Link);
    }
    show(*found, Step::Op::Escaped);
}

void Compiler::show(const Found& found, Step::Op op) {
    Step step;
    step.op = op;
    step.slot = found.slot;
    emit(step);
    before_ += '.';  // something stands there now
}

void Compiler::condition(const Node& node) {
    const auto found = find(node.word, node.line);
    if (!found) return;
    Step test;
    test.op = found->kind == FieldKind::Integer ? Step::Op::JumpIfZero : Step::Op::JumpIfEmpty;
    test.slot = found->slot;
    const std::uint32_t at = emit(test);
    const std::string before = before_;
    nodes(node.body);
    if (node.otherwise.empty()) {
        program_.steps[at].target = here();
        return;
    }
    Step jump;
    jump.op = Step::Op::Jump;
    const std::uint32_t over = emit(jump);
    program_.steps[at].target = here();
    before_ = before;
    nodes(node.otherwise);
    program_.steps[over].target = here();
}

void Compiler::each(const Node& node) {
    const auto found = find(node.word, node.line);
    if (!found) return;
    if (found->kind != FieldKind::List) return fault(node.line, node.word + " is not a list");
    Step step;
    step.op = Step::Op::Each;
    step.slot = found->slot;
    program_.rows.push_back({found->row, top_});
    step.table = table(program_.rows.size());
    const std::uint32_t at = emit(step);
    here();
    enter(*found->row);
    nodes(node.body);
    leave();
    program_.steps[at].target = here();
    nodes(node.otherwise);
    program_.steps[at].after = here();
}

void Compiler::asset(const Node& node) {
    const File* file = world_.files.find("web/assets/" + node.word);
    if (file) return literal("/assets/" + std::string(file->hashed_name));
    std::vector<std::string_view> known;
    for (const auto path : world_.files.under("web/assets/")) known.push_back(path.substr(11));
    fault(node.line, "no asset " + node.word + or_nearest(node.word, known));
}

void Compiler::text(const Node& node) {
    const std::size_t open = node.word.find('['), close = node.word.find(']');
    if (open != std::string::npos && close != std::string::npos && open < close)
        return choice(node, open, close);
    sentence(node.word, node.line);
}

// {{t lamp.[lamp]}}: every text that fits the pattern becomes a variant.
void Compiler::choice(const Node& node, std::size_t open, std::size_t close) {
    const std::string_view word = node.word;
    const auto prefix = word.substr(0, open), suffix = word.substr(close + 1);
    const auto found = find(word.substr(open + 1, close - open - 1), node.line);
    const auto keys = world_.texts.keys_like(prefix, suffix);
    if (keys.empty()) fault(node.line, "text " + node.word + ": no text begins like this");
    if (!found || keys.empty()) return;
    if (found->kind == FieldKind::List || found->kind == FieldKind::Html)
        return fault(node.line, node.word + ": the value in brackets is no code");
    Step step;
    step.op = Step::Op::Choose;
    step.slot = found->slot;
    program_.choices.emplace_back();
    step.table = table(program_.choices.size());
    const std::uint32_t at = emit(step);
    for (const std::string_view key : keys) {
        const auto code = key.substr(prefix.size(), key.size() - prefix.size() - suffix.size());
        const std::uint32_t begin = here();
        sentence(std::string(key), node.line);
        program_.choices[program_.steps[at].table].push_back({std::string(code), begin, here()});
    }
    program_.steps[at].target = here();
}

void Compiler::sentence(const std::string& key, int line) {
    const std::string* words = world_.texts.find(locale_, key);
    if (!words) return fault(line, "text " + key + " is missing" + or_nearest(key, world_.texts.keys()));
    world_.used_keys[key] = true;
    const auto names = placeholders_of(*words);
    std::string plain;
    const auto flush = [&] {
        std::string escaped;
        text::append_escaped(escaped, plain);
        literal(escaped);
        plain.clear();
    };
    for (std::size_t at = 0; at < words->size();) {
        const std::size_t end = (*words)[at] == '{' ? words->find('}', at) : std::string::npos;
        const std::string name =
            end == std::string::npos ? std::string() : words->substr(at + 1, end - at - 1);
        if (name.empty() || !std::binary_search(names.begin(), names.end(), name)) {
            plain += (*words)[at++];
            continue;
        }
        flush();
        if (const auto found = find(name, line, key)) {
            if (found->kind == FieldKind::List)
                fault(line, "text " + key + ": " + name + " is a list");
            else
                show(*found, found->kind == FieldKind::Html ? Step::Op::Raw : Step::Op::Escaped);
        }
        at = end + 1;
    }
    flush();
}

}  // namespace

Page::Page(std::string name, const Shape& model) : name_(std::move(name)), model_(&model) {}
Page::~Page() = default;

bool Page::uses(std::string_view frame_field) const {
    const auto& names = programs_[0]->frame_names;
    return std::binary_search(names.begin(), names.end(), frame_field);
}

void Page::render(Locale locale, const void* frame, const void* model, std::string& out) const {
    thread_local std::vector<Slot> slots;
    thread_local Digits digits;
    const Program& program = *programs_[static_cast<std::size_t>(locale)];
    if (slots.size() < program.slots) slots.resize(program.slots);
    digits.clear();
    const std::size_t before = out.size();
    out.reserve(before + size_hint_.load(std::memory_order_relaxed));
    frame_->gather(frame, slots.data(), digits);
    model_->gather(model, slots.data() + program.frame_slots, digits);
    run_program(program, slots.data(), digits, out);
    const std::size_t size = (out.size() - before) * 9 / 8;
    if (size > size_hint_.load(std::memory_order_relaxed)) size_hint_.store(size, std::memory_order_relaxed);
}

Templates::Templates(const Files& files, const Texts& texts, const Shape& frame)
    : files_(files), texts_(texts), frame_(frame) {}
Templates::~Templates() = default;

void Templates::add(std::string_view name, const Shape& model) {
    auto& page = pages_[std::string(name)];
    if (page) {
        CHECK(&page->model() == &model);
        return;
    }
    page = std::make_unique<Page>(std::string(name), model);
    page->frame_ = &frame_;
}

Result<> Templates::compile() {
    std::string faults;
    Library library(files_);
    const World world{files_, texts_, frame_, library, used_keys_, faults};
    for (const auto& [name, page] : pages_) {
        for (const Locale locale : {Locale::Chinese, Locale::English}) {
            auto& program = page->programs_[static_cast<std::size_t>(locale)];
            program = std::make_unique<Program>();
            Compiler(world, *program, locale)
                .compile(std::string(kTemplates) + name + ".html", page->model());
        }
    }
    if (!faults.empty()) return Error(ErrorCode::Corrupt, "web.templates_broken", faults);
    return base::Done{};
}

const Page* Templates::find(std::string_view name) const {
    const auto found = pages_.find(name);
    return found == pages_.end() ? nullptr : found->second.get();
}

std::vector<std::string> Templates::used_keys() const {
    std::vector<std::string> keys;
    for (const auto& [key, used] : used_keys_) keys.push_back(key);
    return keys;
}

std::vector<std::string> Templates::unregistered() const {
    std::vector<std::string> names;
    for (const std::string_view path : files_.under(kTemplates)) {
        if (path.starts_with("web/templates/_parts/") || !path.ends_with(".html")) continue;
        std::string name(path.substr(kTemplates.size(), path.size() - kTemplates.size() - 5));
        if (!pages_.contains(name)) names.push_back(std::move(name));
    }
    return names;
}

}  // namespace web
