#include "identity/registrar.h"

#include "identity/sign_in_store.h"

#include <mutex>
#include <vector>

namespace identity {

struct Registrar::Pool {
    std::string path;
    std::mutex mutex;
    std::vector<std::unique_ptr<store::Reader>> idle;
};

namespace {

constexpr std::size_t kIdleReadersMax = 8;
constexpr std::size_t kAnswerBytesMax = 4096;

}  // namespace

Registrar::Registrar(ledger::Writer& writer, const Office& office, const calendar::Clock& clock,
                     std::string database_path)
    : writer_(writer), office_(office), clock_(clock), pool_(std::make_unique<Pool>()) {
    pool_->path = std::move(database_path);
}

Registrar::~Registrar() = default;

void Registrar::submit(Actor actor, std::string key, Work work,
                       std::function<void(base::Result<std::string>)> answered) {
    // Reason for shared_ptr: the job's two closures run one after the other on the writer's thread and share
    // the answer.
    auto answer = std::make_shared<std::string>();
    auto run = [this, actor = std::move(actor), key = std::move(key), work = std::move(work),
                answer](store::Tx& tx, calendar::Instant now) -> base::Result<> {
        if (!key.empty()) {
            auto before = TRY(find_act_answer(tx, key));
            if (before) {
                *answer = std::move(*before);
                return base::Done{};
            }
        }
        Act act(tx, actor, now, office_);
        *answer = TRY(work(act));
        if (!key.empty() && !answer->empty() && answer->size() <= kAnswerBytesMax)
            TRY(keep_act_answer(tx, key, *answer, now));
        return base::Done{};
    };
    writer_.submit({std::move(run), [answer, answered = std::move(answered)](base::Result<> outcome) {
                        if (outcome.ok())
                            answered(std::move(*answer));
                        else
                            answered(outcome.take_error());
                    }});
}

base::Result<> Registrar::perform_erased(const Actor& actor,
                                         const std::function<base::Result<>(Act&)>& work) {
    return writer_.perform([&](store::Tx& tx, calendar::Instant now) -> base::Result<> {
        Act act(tx, actor, now, office_);
        return work(act);
    });
}

base::Result<std::unique_ptr<store::Reader>> Registrar::lend() {
    std::unique_ptr<store::Reader> reader;
    {
        const std::lock_guard lock(pool_->mutex);
        if (!pool_->idle.empty()) {
            reader = std::move(pool_->idle.back());
            pool_->idle.pop_back();
        }
    }
    if (reader == nullptr) {
        reader = std::make_unique<store::Reader>(TRY(store::Reader::open(pool_->path)));
    }
    TRY(reader->begin_snapshot());
    return reader;
}

void Registrar::give_back(std::unique_ptr<store::Reader> reader) {
    reader->end_snapshot();
    const std::lock_guard lock(pool_->mutex);
    if (pool_->idle.size() < kIdleReadersMax) pool_->idle.push_back(std::move(reader));
}

}  // namespace identity
