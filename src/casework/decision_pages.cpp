// A decision with the opinions of all departments side by side, and the hand-over of its result.

#include "casework/decision_pages.h"

#include "text/display.h"

#include <algorithm>

namespace casework {

namespace {

struct SummaryRow {
    std::string question, answer;
    void fields(auto& visit) { visit("question", question), visit("answer", answer); }
};
struct OpinionRow {
    std::string department, opinion, text, who, time, basis;
    bool is_good = false, is_bad = false;
    void fields(auto& visit) {
        visit("department", department), visit("opinion", opinion), visit("text", text), visit("who", who);
        visit("time", time), visit("basis", basis), visit("is_good", is_good), visit("is_bad", is_bad);
    }
};
struct CheckRow {
    std::string check, detail;
    bool is_ok = false;
    void fields(auto& visit) { visit("check", check), visit("detail", detail), visit("is_ok", is_ok); }
};

struct DecideModel {
    MatterHead head;
    std::string action_url, return_url, opinions_in, opinions_all, blocked, outcome_error;
    std::vector<SheetRow> preview_letter;
    std::vector<web::FormError> errors;
    std::vector<SummaryRow> summary;
    std::vector<OpinionRow> opinions;
    std::vector<OutcomeRow> outcomes;
    std::vector<CheckRow> checks;
    std::vector<ClockRow> deadlines;
    std::vector<MaterialRow> materials;
    void fields(auto& visit) {
        visit("", head), visit("action_url", action_url), visit("return_url", return_url);
        visit("opinions_in", opinions_in), visit("opinions_all", opinions_all), visit("blocked", blocked);
        visit("outcome_error", outcome_error), visit("preview_letter", preview_letter);
        visit("errors", errors), visit("summary", summary);
        visit("opinions", opinions), visit("outcomes", outcomes), visit("checks", checks);
        visit("deadlines", deadlines), visit("materials", materials);
    }
};

base::Result<> fill_summary(DecideModel& model, const Teller& teller, const MatterFile& file) {
    constexpr std::size_t kAnswersShown = 6;
    const catalog::ServiceItem& item = *file.handling.item;
    model.summary.push_back({teller.text("decide.item"), model.head.item});
    if (const catalog::Scenario* scenario = item.find_scenario(file.matter.scenario)) {
        model.summary.push_back(
            {teller.text("decide.scenario"), std::string(teller.pick(scenario->name, scenario->name_en))});
    }
    const auto answers = TRY(told_answers(teller, file));
    for (std::size_t i = 0; i < answers.size() && i < kAnswersShown; ++i) {
        model.summary.push_back({answers[i].first, answers[i].second});
    }
    std::int64_t fees = 0;
    for (const catalog::Fee& fee : item.fees) fees += fee.amount_fen;
    model.summary.push_back({teller.text("decide.fee"), fees == 0 ? teller.text("decide.no_fee")
                                                                  : text::money({fees}, teller.locale())});
    return base::Done{};
}

OpinionRow opinion_row(const Teller& teller, const MatterFile& file, const Happening& done,
                       const std::string& department) {
    OpinionRow row;
    const std::string& outcome = done.turn.outcome.text();
    row.department = department;
    row.opinion = file.texts->outcome(teller.locale(), outcome);
    row.text = opinion_of(teller, done);
    row.who = teller.person_name(done.person);
    row.time = teller.moment(done.at);
    row.is_bad = outcome == "disagree";
    row.is_good = !row.is_bad;
    return row;
}

// 许可法 26: each department that must agree has its say beside the others; silence is shown as silence.
void fill_opinions(DecideModel& model, const Teller& teller, const MatterFile& file, const Stand& stand) {
    std::size_t in = 0;
    const Process& process = *file.handling.process;
    for (const MemberState& member : file.matter.state.members) {
        const std::string department = teller.body_name(member.body.text());
        const Happening* done = last_done(file, process.steps[member.slot].name, member.body.text());
        if (member.step.done() && done != nullptr) {
            model.opinions.push_back(opinion_row(teller, file, *done, department));
            ++in;
        } else {
            model.opinions.push_back(
                {department, teller.text("opinion.waiting"), {}, {}, {}, {}, false, true});
        }
    }
    for (std::size_t slot = 1; slot < process.steps.size(); ++slot) {
        const Step& step = process.steps[slot];
        if (slot == stand.slot || step.each != Each::One || !file.matter.state.step(slot).done()) continue;
        const Happening* done = last_done(file, step.name, {});
        if (done == nullptr || done->find_evidence("opinion") == nullptr) continue;
        const std::string department =
            teller.text("decide.own_opinion", {{"body", teller.body_name(done->org)},
                                               {"step", file.texts->step(teller.locale(), step.name)}});
        model.opinions.push_back(opinion_row(teller, file, *done, department));
        ++in;
    }
    model.opinions_in = text::integer(static_cast<std::int64_t>(in));
    model.opinions_all = text::integer(static_cast<std::int64_t>(model.opinions.size()));
}

// Who did the steps that the decider must not have done.
std::string doers_of(const Teller& teller, const MatterFile& file, const Stand& stand) {
    std::string out;
    const Process& process = *file.handling.process;
    for (std::size_t slot = 0; slot < process.steps.size(); ++slot) {
        if ((stand.step->not_steps >> slot & 1) == 0) continue;
        const Happening* done = last_done(file, process.steps[slot].name, {});
        if (done == nullptr) continue;
        out +=
            teller.text("decide.doer", {{"step", file.texts->step(teller.locale(), process.steps[slot].name)},
                                        {"name", teller.person_name(done->person)}}) +
            teller.text("matter.and");
    }
    return out + teller.text("decide.doer", {{"step", stand.texts->step(teller.locale(), stand.step->name)},
                                             {"name", teller.person_name(teller.reading().actor.person)}});
}

void fill_checks(DecideModel& model, const Teller& teller, const MatterFile& file, const Stand& stand) {
    model.checks.push_back({"duties", doers_of(teller, file, stand), model.blocked.empty()});
    model.checks.push_back({"power",
                            teller.text("who.official", {{"name", teller.role_name(stand.open.role)},
                                                         {"body", teller.body_name(stand.open.office)}}),
                            true});
    if (!model.opinions.empty()) {
        const bool all = model.opinions_in == model.opinions_all;
        model.checks.push_back({"opinions",
                                teller.text("decide.opinions_count", {{"opinions_in", model.opinions_in},
                                                                      {"opinions_all", model.opinions_all}}),
                                all});
    }
    std::string missing;
    for (const MaterialRow& row : model.materials) {
        if (row.is_good || row.need == "optional") continue;
        missing += (missing.empty() ? "" : teller.text("matter.and")) + row.material;
    }
    model.checks.push_back(
        {"materials", missing.empty() ? teller.text("decide.materials_all") : missing, missing.empty()});
    const Told told = tell(file.handling.pinned(), file.matter.state, teller.reading().now);
    model.checks.push_back({"clock", teller.meter(told).left, told.lamp != "red"});
}

bool decides(const Outcome& outcome) {
    return outcome.records == Records::Decided;
}

}  // namespace

Answer show_decision(const Teller& teller, const MatterFile& file, const Stand& stand,
                     std::vector<SheetRow> preview) {
    const web::Request& request = teller.request();
    DecideModel model;
    model.head = teller.head(file);
    model.action_url = step_url(stand.matter.number, stand.step->name, stand.open.member);
    for (const Outcome& outcome : stand.step->outcomes) {
        if (!decides(outcome) && model.return_url.empty())
            model.return_url = with_query(model.action_url, "outcome", outcome.name);
    }
    model.errors = teller.pages().site.errors(request);
    model.outcome_error = web::error_of(model.errors, "outcome");
    model.preview_letter = std::move(preview);
    TRY(fill_summary(model, teller, file));
    fill_opinions(model, teller, file, stand);
    const std::string typed(request.typed("outcome"));
    const std::string chosen = typed.empty() ? std::string(request.query("outcome")) : typed;
    const StepForm form(teller, stand);
    model.outcomes = form.outcomes(StepForm::Which::Decisions, chosen);
    const auto claimed =
        decide_claim(stand.handling.pinned(), stand.matter.state, Code::of(stand.step->name), stand.acting);
    if (!claimed.ok())
        model.blocked = teller.pages().site.texts().error_text(claimed.error(), teller.locale());
    model.deadlines = teller.clocks(file);
    model.materials = teller.materials(file);
    fill_checks(model, teller, file, stand);
    return teller.pages().site.page(request, "casework/decide", model, teller.text("decide.h1"));
}

namespace {

struct ChannelRow {
    std::string channel;
    bool is_checked = false, needs_identity = false;
    std::vector<NeedRow> needs;
    std::vector<ThenRow> then;
    void fields(auto& visit) {
        visit("channel", channel), visit("is_checked", is_checked), visit("needs_identity", needs_identity);
        visit("needs", needs), visit("then", then);
    }
};
struct PaperRow {
    std::string paper, number, url, print_url;
    void fields(auto& visit) {
        visit("paper", paper), visit("number", number), visit("url", url), visit("print_url", print_url);
    }
};
struct DeliverModel {
    MatterHead head;
    std::string action_url, outcome, wish, channel_error, identity_error;
    bool identity_checked = false;
    std::vector<web::FormError> errors;
    std::vector<ChannelRow> channels;
    std::vector<PaperRow> papers;
    std::vector<ClockRow> deadlines;
    void fields(auto& visit) {
        visit("", head), visit("action_url", action_url), visit("outcome", outcome), visit("wish", wish);
        visit("channel_error", channel_error), visit("identity_error", identity_error);
        visit("identity_checked", identity_checked), visit("errors", errors), visit("channels", channels);
        visit("papers", papers), visit("deadlines", deadlines);
    }
};

constexpr std::string_view kChannels[] = {"window", "post", "online", "agent"};

bool by_hand(std::string_view channel) {
    return channel == "window" || channel == "agent";
}

ChannelRow channel_row(const Teller& teller, const Stand& stand, std::string_view channel,
                       std::string_view chosen) {
    const StepForm form(teller, stand);
    ChannelRow row;
    row.channel = channel;
    row.is_checked = channel == chosen;
    row.needs_identity = by_hand(channel);
    if (by_hand(channel))
        row.needs.push_back(form.need({"receiver", Asked::Text, web::Need::Required, 40}, channel));
    if (channel == "window") {
        NeedRow relation = form.need({"receiver_relation", Asked::Choice, web::Need::Required, 20}, channel);
        for (const std::string_view who : {"self", "agent"}) {
            relation.options.push_back(
                {std::string(who), teller.text("receiver." + std::string(who)), relation.value == who});
        }
        row.needs.push_back(std::move(relation));
    }
    if (channel == "post")
        row.needs.push_back(form.need({"tracking", Asked::Text, web::Need::Required, 30}, channel));
    const Outcome& outcome = stand.step->outcomes.front();
    if (const auto foretold = form.foretell_outcome(outcome); foretold.ok())
        row.then = form.then(foretold.value(), outcome.show);
    return row;
}

}  // namespace

Answer show_delivery(const Teller& teller, const MatterFile& file, const Stand& stand) {
    const web::Request& request = teller.request();
    DeliverModel model;
    model.head = teller.head(file);
    model.action_url = step_url(stand.matter.number, stand.step->name, stand.open.member);
    model.outcome = stand.step->outcomes.front().name;
    const std::string wish = file.matter.delivery == "electronic" ? "online"
                             : file.matter.delivery.empty()       ? "window"
                                                                  : file.matter.delivery;
    model.wish = teller.text("deliver_by." + wish);
    model.errors = teller.pages().site.errors(request);
    model.channel_error = web::error_of(model.errors, "channel");
    const std::string chosen =
        request.typed("channel").empty() ? wish : std::string(request.typed("channel"));
    model.identity_checked = request.typed("identity_checked." + chosen) == "yes";
    model.identity_error = web::error_of(model.errors, "idok-" + chosen);
    for (const std::string_view channel : kChannels)
        model.channels.push_back(channel_row(teller, stand, channel, chosen));
    for (const LetterLine& line : list_letters(file.happenings, *file.texts)) {
        if (line.kind != "decision") continue;
        const std::string url =
            with_query(model.head.matter_url + "/letters/" + line.kind, "entry", std::to_string(line.entry));
        model.papers.push_back({file.texts->text(teller.locale(), line.title_key),
                                teller.text("matter.entry", {{"number", text::integer(line.entry)}}), url,
                                url});
    }
    model.deadlines = teller.clocks(file);
    return teller.pages().site.page(request, "casework/deliver", model, teller.text("deliver.h1"));
}

void read_delivery(const web::Request& request, web::FormReader& form, StepChoice& choice) {
    const std::string channel = form.choice("channel", {"window", "post", "online", "agent"});
    choice.channel = channel == "online" ? "electronic" : channel;
    const auto keep = [&](std::string_view slot, std::size_t most) {
        const std::string value = form.text(field_of(channel, slot), {web::Need::Required, most, 0});
        if (!value.empty()) choice.evidence.push_back({std::string(slot), value});
    };
    if (by_hand(channel)) {
        keep("receiver", 40);
        // Only looked at: no copy of an identity card is kept.
        if (request.field("identity_checked." + channel) != "yes")
            form.fault("idok-" + channel, "deliver.identity_first");
    }
    if (channel == "window") keep("receiver_relation", 20);
    if (channel == "post") keep("tracking", 30);
}

void add_decision_pages(web::Site& site) {
    site.add<DecideModel>("casework/decide");
    site.add<DeliverModel>("casework/deliver");
}

}  // namespace casework
