#pragma once
// Routes: one line each, with who may knock and what it is for. A reading answers from a snapshot on the
// pool; an act runs on the writer's thread through the Registrar and is answered after its commit. The verb
// decides about rights on the object.

#include "http/response.h"
#include "http/server.h"
#include "identity/act.h"
#include "web/request.h"

#include <any>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace web {

using ReadingHandler = std::function<base::Result<http::Response>(const identity::Reading&, const Request&)>;
using ActHandler = std::function<base::Result<http::Response>(identity::Act&, const Request&)>;
// Slow work before the act, on the slow pool: hash a password, seal uploads to disk. Its value is
// Request::prepared.
using PrepareStep = std::function<base::Result<std::any>(const identity::Reading&, const Request&)>;

enum class Keep { Never, InMemory };  // InMemory: a public page, the same for everybody with the same skin
enum class Repeat { FirstAnswer, Anew };  // Anew: pressing twice does it twice (sign-in)

struct Route {
    http::Method method = http::Method::Get;
    std::string pattern;  // /items/{code}/apply; a last {path*} takes the rest
    identity::Door door = identity::Door::Public;
    std::string right;       // early look: some body's right; empty: none
    std::string summary;     // one English sentence for `sunroom routes`
    ReadingHandler reading;  // either this
    ActHandler act;          // or this
    PrepareStep prepare;
    ReadingHandler again;  // shows the form again after a refusal, with Request::refused set
    std::size_t body_max = http::kBodyMax;
    http::Lane lane = http::Lane::Quick;
    Keep keep = Keep::Never;
    Repeat repeat = Repeat::FirstAnswer;
    std::string nav;  // section of the frame: services, desk, …

    Route&& in(std::string_view section) && {
        nav = section;
        return std::move(*this);
    }
    Route&& kept_in_memory() && {
        keep = Keep::InMemory;
        return std::move(*this);
    }
    Route&& slowly() && {
        lane = http::Lane::Slow;
        return std::move(*this);
    }
    Route&& with_body(std::size_t bytes) && {
        body_max = bytes;
        return std::move(*this);
    }
    Route&& with_uploads() && {
        body_max = http::kUploadRequestMax;
        lane = http::Lane::Slow;
        return std::move(*this);
    }
    Route&& first(PrepareStep step) && {
        prepare = std::move(step);
        lane = http::Lane::Slow;
        return std::move(*this);
    }
    Route&& or_show(ReadingHandler form) && {
        again = std::move(form);
        return std::move(*this);
    }
    Route&& every_time() && {
        repeat = Repeat::Anew;
        return std::move(*this);
    }
};

struct Guarded {
    identity::Door door = identity::Door::Public;
    std::string_view right = {};
};
// get("/items/{code}", {Door::Public}, "One service item", handler).in("services").kept_in_memory()
Route get(std::string_view pattern, Guarded guard, std::string_view summary, ReadingHandler handler);
Route post(std::string_view pattern, Guarded guard, std::string_view summary, ActHandler handler);
// A POST that only reads (a tracker query whose number must not stand in an address). No act, no idempotency.
Route ask(std::string_view pattern, Guarded guard, std::string_view summary, ReadingHandler handler);

// Finds the route of a path. Literal segments win over parameters; the order of adding does not matter.
class Router {
public:
    base::Result<> add(Route route);  // Invalid: the same method and shape twice, a pattern that is none
    struct Found {
        const Route* route = nullptr;  // null: not found, or another method
        std::vector<std::pair<std::string, std::string>> params;
        std::string allow;  // methods that exist here, when the route is null
    };
    Found find(http::Method method, std::string_view path) const;
    const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

private:
    struct Node;
    std::vector<std::unique_ptr<Route>> routes_;
    std::shared_ptr<Node> root_;  // shared: the type is known in route.cpp only
};

}  // namespace web
