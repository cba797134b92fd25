#pragma once
// The handlers behind the routes of casework, and how a route gets hold of the pages it belongs to.

#include "casework/case_pages.h"

#include <any>

namespace casework {

using Answer = base::Result<http::Response>;

template <auto Handler>
web::ReadingHandler reads(const CasePages& pages) {
    return [&pages](const identity::Reading& reading, const web::Request& request) {
        return Handler(pages, reading, request);
    };
}
template <auto Handler>
web::ActHandler acts(const CasePages& pages) {
    return [&pages](identity::Act& act, const web::Request& request) { return Handler(pages, act, request); };
}
template <auto Step>
web::PrepareStep prepares(const CasePages& pages) {
    return [&pages](const identity::Reading& reading, const web::Request& request) {
        return Step(pages, reading, request);
    };
}

// desk_pages.cpp
Answer show_desk(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer export_desk(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
// act_pages.cpp, overview_pages.cpp
Answer show_mine(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer show_overview(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
// matter_pages.cpp
Answer show_matter(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer reveal(const CasePages& pages, identity::Act& act, const web::Request& request);
// material_pages.cpp
Answer show_file(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer open_paper(const CasePages& pages, identity::Act& act, const web::Request& request);
Answer show_letter(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
// step_pages.cpp
Answer show_step(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer preview_step(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer claim(const CasePages& pages, identity::Act& act, const web::Request& request);
Answer submit_step(const CasePages& pages, identity::Act& act, const web::Request& request);
// A refusal that stays on record: the act is kept although the person is refused (Request::kept_refusal).
base::Result<> keep_breach(const CasePages& pages, identity::Act& act, const web::Request& request,
                           const StepChoice& choice, const base::Error& why);
base::Result<std::any> prove_second(const CasePages& pages, const identity::Reading& reading,
                                    const web::Request& request);
// procedure_pages.cpp: special procedures and extensions
Answer show_procedures(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer submit_procedure(const CasePages& pages, identity::Act& act, const web::Request& request);
Answer show_extension(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer submit_extension(const CasePages& pages, identity::Act& act, const web::Request& request);
// process_pages.cpp: a process told in sentences
Answer show_process(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
// migration_pages.cpp: open matters of older versions of a process
Answer show_migration(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer apply_migration(const CasePages& pages, identity::Act& act, const web::Request& request);
// roster_pages.cpp, person_pages.cpp
Answer show_roster(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer show_new_person(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer enter_person(const CasePages& pages, identity::Act& act, const web::Request& request);
Answer show_person(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer give_role(const CasePages& pages, identity::Act& act, const web::Request& request);
Answer take_role(const CasePages& pages, identity::Act& act, const web::Request& request);
Answer mark_place(const CasePages& pages, identity::Act& act, const web::Request& request);
Answer choose_backup(const CasePages& pages, identity::Act& act, const web::Request& request);
Answer delegate(const CasePages& pages, identity::Act& act, const web::Request& request);
Answer take_back(const CasePages& pages, identity::Act& act, const web::Request& request);
Answer make_link(const CasePages& pages, identity::Act& act, const web::Request& request);
// account_pages.cpp
Answer show_own(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
base::Result<std::any> check_new_password(const CasePages& pages, const identity::Reading& reading,
                                          const web::Request& request);
Answer change_password(const CasePages& pages, identity::Act& act, const web::Request& request);
Answer end_other_sessions(const CasePages& pages, identity::Act& act, const web::Request& request);
// calendar_pages.cpp: a holiday notice, typed or uploaded, with all it would move
Answer show_notice_form(const CasePages& pages, const identity::Reading& reading,
                        const web::Request& request);
Answer preview_notice(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer prepare_notice(const CasePages& pages, identity::Act& act, const web::Request& request);
// case_api.cpp
Answer api_matter(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer api_find(const CasePages& pages, const identity::Reading& reading, const web::Request& request);
Answer api_claim(const CasePages& pages, identity::Act& act, const web::Request& request);
Answer api_do(const CasePages& pages, identity::Act& act, const web::Request& request);

// Templates each file shows.
void add_desk_pages(web::Site& site);
void add_act_pages(web::Site& site);
void add_overview_pages(web::Site& site);
void add_matter_pages(web::Site& site);
void add_roster_pages(web::Site& site);
void add_person_pages(web::Site& site);
void add_own_pages(web::Site& site);
void add_paper_pages(web::Site& site);
void add_step_pages(web::Site& site);
void add_procedure_pages(web::Site& site);
void add_process_pages(web::Site& site);
void add_migration_pages(web::Site& site);
void add_notice_pages(web::Site& site);

}  // namespace casework
