"""Every address of the workspace."""

from allauth.account import views as account
from django.urls import include, path
from django.views.generic import RedirectView

from reassess.workspace.pages.accounts import views as accounts
from reassess.workspace.pages.audit import views as audit
from reassess.workspace.pages.cases import case_posts as steps
from reassess.workspace.pages.cases import document_views as originals
from reassess.workspace.pages.cases import views as cases
from reassess.workspace.pages.enquiries import views as enquiries
from reassess.workspace.pages.external_reports import views as outside
from reassess.workspace.pages.links import views as links
from reassess.workspace.pages.oversight import views as assurance
from reassess.workspace.pages.people import views as people
from reassess.workspace.pages.queue import home_and_queue as lists
from reassess.workspace.pages.risks import views as risks
from reassess.workspace.pages.search import views as search

handler400 = "reassess.workspace.platform.errors.bad_request"
handler403 = "reassess.workspace.platform.errors.forbidden"
handler404 = "reassess.workspace.platform.errors.not_found"
handler500 = "reassess.workspace.platform.errors.server_error"

case_patterns = [
    path("", cases.findings, name="case"),
    path("questions/", cases.questions, name="case_questions"),
    path("timeline/", cases.timeline_tab, name="case_timeline"),
    path("people/", cases.people_tab, name="case_people"),
    path("links/", cases.links_tab, name="case_links"),
    path("places/", cases.places_tab, name="case_places"),
    path("documents/", cases.documents_tab, name="case_documents"),
    path("documents/<int:number>/", originals.document, name="document"),
    path("documents/<int:number>/original/", originals.original, name="original"),
    path("documents/<int:number>/pages/<int:page>/", originals.picture, name="picture"),
    path("definitions/", cases.definitions_tab, name="case_definitions"),
    path("order/", assurance.case_order, name="case_order"),
    path("decide/", cases.decide, name="case_decide"),
    path("take/", steps.take, name="take"),
    path("hand-back/", steps.give_back, name="hand_back"),
    path("answer/", steps.answer, name="answer"),
    path("vote/", steps.vote, name="vote"),
    path("approve/", steps.approve, name="approve"),
    path("reopen/", steps.reopen, name="reopen"),
    path("note/", steps.note, name="note"),
    path("contact/", steps.contact, name="write_contact"),
    path("first-view/", steps.first_view, name="first_view"),
    path("enquiry/", steps.enquiry, name="raise_enquiry"),
    path("restrict/", steps.restrict, name="restrict"),
]

account_patterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("signup/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("factors/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]

urlpatterns = [
    path("", lists.my_work, name="my_work"),
    path("next/", steps.take_next_case, name="take_next"),
    path("queue/", lists.queue, name="queue"),
    path("queue/export/", lists.export_queue, name="export_queue"),
    path("queue/filters/", lists.keep_filter, name="keep_filter"),
    path("cases/", lists.by_reference, name="by_reference"),
    path("cases/<int:pk>/", include(case_patterns)),
    path("enquiries/", enquiries.enquiries, name="enquiries"),
    path("enquiries/<int:pk>/", enquiries.enquiry, name="enquiry"),
    path("enquiries/<int:pk>/step/", enquiries.step, name="enquiry_step"),
    path("risks/", risks.board, name="risks"),
    path("risks/<int:pk>/", risks.risk, name="risk"),
    path("risks/<int:pk>/step/", risks.step, name="risk_step"),
    path("risks/<int:pk>/form/<slug:body>/", risks.form, name="risk_form"),
    path("links/", links.pairs, name="pairs"),
    path("links/<int:pk>/", links.pair, name="pair"),
    path("links/<int:pk>/judge/", links.judge, name="judge"),
    path("search/", search.search, name="search"),
    path("people/", people.index, name="people"),
    path("people/<int:pk>/", people.human, name="human"),
    path("identifiers/<str:kind>/<path:value>/", people.mark, name="mark"),
    path("places/<int:pk>/", people.place, name="place"),
    path("reports/", outside.reports, name="reports"),
    path("reports/new/", outside.new_report, name="new_report"),
    path("reports/<int:pk>/", outside.report, name="report"),
    path("reports/<int:pk>/step/", outside.step, name="report_step"),
    path("reports/<int:pk>/readers/", outside.readers, name="report_readers"),
    path("reports/<int:pk>/file/", outside.upload, name="report_file"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export/", audit.export, name="export_audit"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new_account, name="new_account"),
    path("accounts/<int:pk>/", accounts.edit_account, name="edit_account"),
    path("accounts/<int:pk>/withdraw/", accounts.withdraw_account, name="withdraw_account"),
    path("accounts/<int:pk>/renew/", accounts.renew, name="renew_account"),
    path("progress/", accounts.progress, name="progress"),
    path("assurance/", assurance.assurance, name="assurance"),
    path("forecast/", assurance.forecast, name="forecast"),
    path("publications/", accounts.publications, name="publications"),
    path("conduct/", accounts.conduct, name="conduct"),
    path("drafts/", steps.draft, name="draft"),
    path("keys/", steps.keys, name="keys"),
    path("health/", accounts.health, name="health"),
    path("account/", include(account_patterns)),
]
