#pragma once
// Pages: templates compiled at start into flat append lists, one per template and language, with the texts
// folded in. A page model is a struct with fields(visit), listed once; every name, key, part and asset
// resolves at start or the boot stops with file, line and the nearest known word. Values are always escaped;
// only text::Html passes as it is.

#include "base/result.h"
#include "base/types.h"
#include "text/html.h"
#include "web/texts.h"

#include <atomic>
#include <charconv>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace web {

// One value of a page as the append list sees it: text, or the rows of a list.
struct Slot {
    const char* data = nullptr;
    std::size_t size = 0;
};

// Room for the numbers of one page while they are printed.
class Digits {
public:
    Slot print(std::int64_t value) {
        if (used_ + kWidth > kBlock) next_block();
        char* begin = blocks_[block_].get() + used_;
        const char* end = std::to_chars(begin, begin + kWidth, value).ptr;
        used_ += kWidth;
        return {begin, static_cast<std::size_t>(end - begin)};
    }
    void clear() { block_ = 0, used_ = blocks_.empty() ? kBlock : 0; }

private:
    static constexpr std::size_t kWidth = 24;
    static constexpr std::size_t kBlock = 4800;
    void next_block() {
        if (!blocks_.empty() && block_ + 1 < blocks_.size())
            ++block_;
        else
            blocks_.push_back(std::make_unique<char[]>(kBlock)), block_ = blocks_.size() - 1;
        used_ = 0;
    }
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t block_ = 0;
    std::size_t used_ = kBlock;
};

enum class FieldKind { Text, Integer, Truth, Html, List };

// What a model type looks like: its fields in the order fields() names them, nested structs as outer.inner.
struct Shape {
    struct Field {
        std::string name;
        FieldKind kind = FieldKind::Text;
        const Shape* row = nullptr;  // of a List
    };
    std::vector<Field> fields;
    std::size_t stride = 0;
    void (*gather)(const void* model, Slot* out, Digits& digits) = nullptr;
};
template <class T>
const Shape& shape_of();

template <class T, class Visitor>
concept Model = requires(T& model, Visitor& visit) {
    model.fields(visit);
};

// Writes down the fields of a type.
class ShapeMaker {
public:
    ShapeMaker(Shape& shape, std::string prefix) : shape_(shape), prefix_(std::move(prefix)) {}

    void operator()(std::string_view name, std::string&) { add(name, FieldKind::Text); }
    void operator()(std::string_view name, std::string_view&) { add(name, FieldKind::Text); }
    void operator()(std::string_view name, base::Code&) { add(name, FieldKind::Text); }
    void operator()(std::string_view name, bool&) { add(name, FieldKind::Truth); }
    void operator()(std::string_view name, text::Html&) { add(name, FieldKind::Html); }
    template <class T>
    requires std::is_integral_v<T>
    void operator()(std::string_view name, T&) { add(name, FieldKind::Integer); }
    template <class T>
    void operator()(std::string_view name, std::vector<T>&) {
        add(name, FieldKind::List, &shape_of<T>());
    }
    // A struct: its fields are name.field; under the empty name they stand among those of the model itself.
    template <Model<ShapeMaker> T>
    void operator()(std::string_view name, T& nested) {
        ShapeMaker inner(shape_, name.empty() ? prefix_ : prefix_ + std::string(name) + ".");
        nested.fields(inner);
    }

private:
    void add(std::string_view name, FieldKind kind, const Shape* row = nullptr) {
        shape_.fields.push_back({prefix_ + std::string(name), kind, row});
    }
    Shape& shape_;
    std::string prefix_;
};

// Fills the slots of one model or row, in the same order.
class Gatherer {
public:
    Gatherer(Slot* out, Digits& digits) : out_(out), digits_(digits) {}

    void operator()(std::string_view, const std::string& value) { *out_++ = {value.data(), value.size()}; }
    void operator()(std::string_view, const std::string_view& value) {
        *out_++ = {value.data(), value.size()};
    }
    void operator()(std::string_view, const base::Code& value) {
        *out_++ = {value.text().data(), value.text().size()};
    }
    void operator()(std::string_view, const bool& value) {
        *out_++ = {"true", value ? std::size_t{4} : std::size_t{0}};
    }
    void operator()(std::string_view, const text::Html& value) {
        *out_++ = {value.view().data(), value.view().size()};
    }
    template <class T>
    requires std::is_integral_v<T>
    void operator()(std::string_view, const T& value) {
        *out_++ = digits_.print(static_cast<std::int64_t>(value));
    }
    template <class T>
    void operator()(std::string_view, const std::vector<T>& rows) {
        *out_++ = {reinterpret_cast<const char*>(rows.data()), rows.size()};
    }
    template <Model<Gatherer> T>
    void operator()(std::string_view, const T& nested) {
        const_cast<T&>(nested).fields(*this);
    }

private:
    Slot* out_;
    Digits& digits_;
};

template <class T>
const Shape& shape_of() {
    static const Shape shape = [] {
        Shape made;
        T sample{};
        ShapeMaker maker(made, {});
        sample.fields(maker);
        made.stride = sizeof(T);
        made.gather = [](const void* model, Slot* out, Digits& digits) {
            Gatherer gatherer(out, digits);
            const_cast<T&>(*static_cast<const T*>(model)).fields(gatherer);
        };
        return made;
    }();
    return shape;
}

struct Program;  // a compiled page in one language

// One page, ready to be shown.
class Page {
public:
    std::string_view name() const { return name_; }
    const Shape& model() const { return *model_; }
    bool uses(std::string_view frame_field) const;  // e.g. form_token: then the page belongs to one browser
    void render(Locale locale, const void* frame, const void* model, std::string& out) const;

    Page(std::string name, const Shape& model);
    ~Page();

private:
    friend class Templates;
    std::string name_;
    const Shape* model_;
    const Shape* frame_ = nullptr;
    std::unique_ptr<Program> programs_[kLocales];
    mutable std::atomic<std::size_t> size_hint_{4096};
};

// All pages. add() before compile(); afterwards nothing changes.
class Templates {
public:
    Templates(const Files& files, const Texts& texts, const Shape& frame);
    ~Templates();
    void add(std::string_view name, const Shape& model);  // "casework/desk"; the same name once
    base::Result<> compile();                             // the detail lists every fault, one a line
    const Page* find(std::string_view name) const;
    const File* asset(std::string_view name) const { return files_.find("web/assets/" + std::string(name)); }
    std::vector<std::string> used_keys() const;     // text keys that templates show
    std::vector<std::string> unregistered() const;  // templates in the files that no page uses

private:
    const Files& files_;
    const Texts& texts_;
    const Shape& frame_;
    std::map<std::string, std::unique_ptr<Page>, std::less<>> pages_;
    std::map<std::string, bool, std::less<>> used_keys_;
};

}  // namespace web
