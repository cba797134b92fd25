#include "web/template_program.h"

#include "text/html.h"

namespace web {

namespace {

// Addresses a page may point to. Anything that names another scheme (javascript:, vbscript:, data:text)
// becomes #.
bool harmless_link(std::string_view address) {
    for (const std::string_view start : {"https://", "http://", "mailto:", "tel:", "data:image/"}) {
        if (address.starts_with(start)) return true;
    }
    for (const char c : address) {
        if (c == '/' || c == '?' || c == '#') return true;
        if (c == ':' || static_cast<unsigned char>(c) <= 0x20) return false;
    }
    return true;
}

class Runner {
public:
    Runner(const Program& program, Slot* slots, Digits& digits, std::string& out)
        : program_(program), slots_(slots), digits_(digits), out_(out) {}

    void run(std::uint32_t at, std::uint32_t end) {
        while (at < end) {
            const Step& step = program_.steps[at];
            const Slot& slot = slots_[step.slot];
            switch (step.op) {
            case Step::Op::Literal: out_.append(program_.literals, step.offset, step.size); break;
            case Step::Op::Escaped: text::append_escaped(out_, {slot.data, slot.size}); break;
            case Step::Op::Raw: out_.append(slot.data, slot.size); break;
            case Step::Op::Url: text::append_url_encoded(out_, {slot.data, slot.size}); break;
            case Step::Op::Link: append_link({slot.data, slot.size}); break;
            case Step::Op::JumpIfEmpty:
                if (slot.size == 0) {
                    at = step.target;
                    continue;
                }
                break;
            case Step::Op::JumpIfZero:
                if (slot.size == 1 && slot.data[0] == '0') {
                    at = step.target;
                    continue;
                }
                break;
            case Step::Op::Jump: at = step.target; continue;
            case Step::Op::Each: at = each(step, at + 1); continue;
            case Step::Op::Choose:
                choose(step);
                at = step.target;
                continue;
            }
            ++at;
        }
    }

private:
    void append_link(std::string_view address) {
        if (harmless_link(address))
            text::append_escaped(out_, address);
        else
            out_ += '#';
    }
    std::uint32_t each(const Step& step, std::uint32_t body) {
        const Slot list = slots_[step.slot];
        const Program::Rows& rows = program_.rows[step.table];
        for (std::size_t i = 0; i < list.size; ++i) {
            rows.shape->gather(list.data + i * rows.shape->stride, slots_ + rows.base, digits_);
            run(body, step.target);
        }
        return list.size > 0 ? step.after : step.target;
    }
    void choose(const Step& step) {
        const Slot& slot = slots_[step.slot];
        const std::string_view value(slot.data, slot.size);
        for (const Program::Variant& variant : program_.choices[step.table]) {
            if (variant.value == value) return run(variant.begin, variant.end);
        }
        text::append_escaped(out_, value);  // a code without a text: shown as it is, never nothing
    }

    const Program& program_;
    Slot* slots_;
    Digits& digits_;
    std::string& out_;
};

}  // namespace

void run_program(const Program& program, Slot* slots, Digits& digits, std::string& out) {
    Runner(program, slots, digits, out).run(0, static_cast<std::uint32_t>(program.steps.size()));
}

}  // namespace web
