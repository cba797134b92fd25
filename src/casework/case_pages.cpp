// The routes of casework, one line each.

#include "casework/handler_pages.h"

namespace casework {

namespace {

using identity::Door;
using web::Guarded;

constexpr Guarded kStaff{Door::Staff, {}};

void add_desk_routes(const CasePages& pages, std::vector<web::Route>& routes) {
    routes.push_back(web::get("/desk", kStaff,
                              "What lies on your desks, the most urgent first, and the search over matters.",
                              reads<show_desk>(pages))
                         .in("desk"));
    routes.push_back(
        web::get("/desk.csv", kStaff, "The same list as a table.", reads<export_desk>(pages)).in("desk"));
    routes.push_back(
        web::get("/desk/mine", kStaff, "What you did, step by step.", reads<show_mine>(pages)).in("mine"));
    routes.push_back(
        web::get("/overview", kStaff, "The day of the hall or of your own body.", reads<show_overview>(pages))
            .in("overview"));
}

void add_matter_routes(const CasePages& pages, std::vector<web::Route>& routes) {
    routes.push_back(
        web::get("/desk/matters/{number}", kStaff, "One matter as a whole.", reads<show_matter>(pages))
            .in("desk"));
    routes.push_back(web::post("/desk/matters/{number}/reveal", kStaff,
                               "Open the applicant's sealed details for a stated reason.",
                               acts<reveal>(pages))
                         .or_show(reads<show_matter>(pages))
                         .in("desk"));
    routes.push_back(web::get("/desk/matters/{number}/files/{n}", kStaff, "A paper as it was handed in.",
                              reads<show_file>(pages))
                         .slowly()
                         .in("desk"));
    routes.push_back(web::post("/desk/matters/{number}/files/{n}", kStaff,
                               "Open a paper; the opening is recorded.", acts<open_paper>(pages))
                         .in("desk"));
    routes.push_back(web::get("/desk/matters/{number}/letters/{kind}", kStaff, "A letter as it was issued.",
                              reads<show_letter>(pages))
                         .in("desk"));
    routes.push_back(web::get("/desk/matters/{number}/steps/pause", kStaff,
                              "Special procedures whose time is not counted.", reads<show_procedures>(pages))
                         .in("desk"));
    routes.push_back(web::post("/desk/matters/{number}/steps/pause", kStaff, "Begin a special procedure.",
                               acts<submit_procedure>(pages))
                         .or_show(reads<show_procedures>(pages))
                         .in("desk"));
    routes.push_back(web::get("/desk/matters/{number}/steps/extend", kStaff,
                              "Legal periods that may be put off once.", reads<show_extension>(pages))
                         .in("desk"));
    routes.push_back(web::post("/desk/matters/{number}/steps/extend", kStaff, "Put a legal period off.",
                               acts<submit_extension>(pages))
                         .or_show(reads<show_extension>(pages))
                         .in("desk"));
}

// The same four for a step and for one body's part of a step that several do side by side.
void add_step_routes(const CasePages& pages, const std::string& step, std::vector<web::Route>& routes) {
    routes.push_back(web::get(step, kStaff, "One open step: its outcomes, what each needs, what follows.",
                              reads<show_step>(pages))
                         .in("desk"));
    routes.push_back(web::post(step, kStaff, "Do a step.", acts<submit_step>(pages))
                         .first(prepares<prove_second>(pages))
                         .or_show(reads<show_step>(pages))
                         .in("desk"));
    routes.push_back(web::ask(step + "/preview", kStaff, "The letters that an outcome would issue.",
                              reads<preview_step>(pages))
                         .in("desk"));
    routes.push_back(
        web::post(step + "/claim", kStaff, "Take a step into your own hands.", acts<claim>(pages))
            .in("desk"));
}

// One act on one person; refused, the person's page says why.
void add_person_act(const CasePages& pages, std::string_view end, std::string_view summary,
                    web::ActHandler handler, std::vector<web::Route>& routes) {
    routes.push_back(web::post("/staff/{person}" + std::string(end), kStaff, summary, std::move(handler))
                         .or_show(reads<show_person>(pages))
                         .in("staff"));
}

void add_staff_routes(const CasePages& pages, std::vector<web::Route>& routes) {
    constexpr Guarded kManager{Door::Staff, "identity.manage"};
    routes.push_back(web::get("/staff", kStaff,
                              "People, their roles, who is there today, posts nobody fills.",
                              reads<show_roster>(pages))
                         .in("staff"));
    routes.push_back(
        web::get("/staff/add", kManager, "The form that enters a person.", reads<show_new_person>(pages))
            .in("staff"));
    routes.push_back(web::post("/staff/add", kManager, "Enter a person.", acts<enter_person>(pages))
                         .or_show(reads<show_new_person>(pages))
                         .in("staff"));
    routes.push_back(web::get("/staff/{person}", kStaff, "One person: roles, presence, stand-ins.",
                              reads<show_person>(pages))
                         .in("staff"));
    add_person_act(pages, "/roles", "Give a role.", acts<give_role>(pages), routes);
    add_person_act(pages, "/roles/end", "Take a role back.", acts<take_role>(pages), routes);
    add_person_act(pages, "/presence", "Mark absent or present.", acts<mark_place>(pages), routes);
    add_person_act(pages, "/backup", "Name the standing B.", acts<choose_backup>(pages), routes);
    add_person_act(pages, "/delegations", "Name a deputy for a span of days.", acts<delegate>(pages), routes);
    add_person_act(pages, "/delegations/{n}/end", "Take a delegation back.", acts<take_back>(pages), routes);
    routes.push_back(
        web::post("/staff/{person}/link", kManager, "Make a one-time sign-in link.", acts<make_link>(pages))
            .or_show(reads<show_person>(pages))
            .every_time()
            .in("staff"));
}

void add_own_routes(const CasePages& pages, std::vector<web::Route>& routes) {
    routes.push_back(web::get("/desk/me", kStaff, "One's own account: rights today, password, sessions.",
                              reads<show_own>(pages))
                         .in("me"));
    routes.push_back(
        web::post("/desk/me/password", kStaff, "Change one's password.", acts<change_password>(pages))
            .first(prepares<check_new_password>(pages))
            .or_show(reads<show_own>(pages))
            .every_time()
            .in("me"));
    routes.push_back(web::post("/desk/me/sessions", kStaff, "Sign out everywhere but here.",
                               acts<end_other_sessions>(pages))
                         .in("me"));
}

void add_process_routes(const CasePages& pages, std::vector<web::Route>& routes) {
    constexpr Guarded kApprover{Door::Staff, "catalog.approve"};
    routes.push_back(web::get("/definitions/process/{id}", kStaff,
                              "A process told in sentences: steps, people, periods, letters, examples.",
                              reads<show_process>(pages))
                         .in("definitions"));
    routes.push_back(web::get("/definitions/process/{id}/migrate", kApprover,
                              "What it means to take the open matters over to the version in force.",
                              reads<show_migration>(pages))
                         .in("definitions"));
    routes.push_back(web::post("/definitions/process/{id}/migrate", kApprover,
                               "Take the next open matters over, with a reason.",
                               acts<apply_migration>(pages))
                         .or_show(reads<show_migration>(pages))
                         .in("definitions"));
}

void add_calendar_routes(const CasePages& pages, std::vector<web::Route>& routes) {
    constexpr Guarded kEditor{Door::Staff, "catalog.prepare"};
    routes.push_back(web::get("/definitions/calendar/new", kEditor,
                              "The form for a holiday notice, typed or uploaded.",
                              reads<show_notice_form>(pages))
                         .in("definitions"));
    routes.push_back(web::ask("/definitions/calendar/preview", kEditor,
                              "Every open period that a notice would move.", reads<preview_notice>(pages))
                         .or_show(reads<show_notice_form>(pages))
                         .with_uploads()
                         .in("definitions"));
    routes.push_back(web::post("/definitions/calendar/new", kEditor,
                               "Prepare a notice for another person to approve.", acts<prepare_notice>(pages))
                         .or_show(reads<show_notice_form>(pages))
                         .in("definitions"));
}

void add_api_routes(const CasePages& pages, std::vector<web::Route>& routes) {
    routes.push_back(web::get("/api/matters", kStaff,
                              "Matters by number, or by the exact name of the applicant.",
                              reads<api_find>(pages)));
    routes.push_back(web::get("/api/matters/{number}", kStaff,
                              "One matter: steps, periods, outcomes that are open.",
                              reads<api_matter>(pages)));
    routes.push_back(web::post("/api/matters/{number}/steps/{step}/claim", kStaff,
                               "Take a step into your own hands.", acts<api_claim>(pages)));
    routes.push_back(
        web::post("/api/matters/{number}/steps/{step}", kStaff, "Do a step.", acts<api_do>(pages)));
}

}  // namespace

std::vector<web::Route> casework_routes(const CasePages& pages) {
    std::vector<web::Route> routes;
    add_desk_routes(pages, routes);
    add_matter_routes(pages, routes);
    add_step_routes(pages, "/desk/matters/{number}/steps/{step}", routes);
    add_step_routes(pages, "/desk/matters/{number}/steps/{step}/{member}", routes);
    add_staff_routes(pages, routes);
    add_own_routes(pages, routes);
    add_process_routes(pages, routes);
    add_calendar_routes(pages, routes);
    add_api_routes(pages, routes);
    return routes;
}

void add_casework_pages(web::Site& site) {
    add_desk_pages(site);
    add_act_pages(site);
    add_overview_pages(site);
    add_matter_pages(site);
    add_roster_pages(site);
    add_own_pages(site);
    add_paper_pages(site);
    add_step_pages(site);
    add_procedure_pages(site);
    add_process_pages(site);
    add_migration_pages(site);
    add_notice_pages(site);
}

}  // namespace casework
