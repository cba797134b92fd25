#pragma once
// The Registrar makes Acts on the writer's thread and Readings on the caller's. Pages submit and are answered
// after the commit; commands, tests and the demonstration perform and wait.

#include "identity/act.h"
#include "ledger/writer.h"

#include <functional>
#include <memory>
#include <optional>

namespace identity {

class Registrar {
public:
    Registrar(ledger::Writer& writer, const Office& office, const calendar::Clock& clock,
              std::string database_path);
    ~Registrar();

    // Runs `work` as one act of `actor`; `answered` comes after the commit, on the writer's thread. `key`
    // (may be empty) makes the act idempotent: the same key returns the first answer (≤ 4 KB text set by
    // `work`; empty: none) without doing anything again.
    using Work = std::function<base::Result<std::string>(Act& act)>;
    void submit(Actor actor, std::string key, Work work,
                std::function<void(base::Result<std::string>)> answered);

    // The same, waiting. T comes back through the closure's own result.
    template <class T>
    base::Result<T> perform(const Actor& actor, const std::function<base::Result<T>(Act&)>& work) {
        std::optional<T> value;
        auto done = perform_erased(actor, [&](Act& act) -> base::Result<> {
            auto result = work(act);
            if (!result.ok()) return result.take_error();
            value = std::move(result).value();
            return base::Done{};
        });
        if (!done.ok()) return done.take_error();
        return std::move(*value);
    }

    // A reading with its own snapshot, from a pool of read-only connections (one per thread that asks at
    // once).
    template <class T>
    base::Result<T> read(const Actor& actor, const std::function<base::Result<T>(const Reading&)>& ask) {
        auto reader = TRY(lend());
        auto result = [&]() -> base::Result<T> {
            return ask(Reading(*reader, actor, clock_.now(), office_));
        }();
        give_back(std::move(reader));
        return result;
    }

    const Office& office() const { return office_; }
    const calendar::Clock& clock() const { return clock_; }
    ledger::Writer& writer() { return writer_; }

    base::Result<std::unique_ptr<store::Reader>> lend();    // snapshot begun
    void give_back(std::unique_ptr<store::Reader> reader);  // snapshot ended

private:
    base::Result<> perform_erased(const Actor& actor, const std::function<base::Result<>(Act&)>& work);
    struct Pool;
    ledger::Writer& writer_;
    const Office& office_;
    const calendar::Clock& clock_;
    std::unique_ptr<Pool> pool_;
};

}  // namespace identity
