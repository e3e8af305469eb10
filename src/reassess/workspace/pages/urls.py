"""Every address of the workspace."""

from allauth.account import views as account
from django.urls import include, path
from django.views.generic import RedirectView

from reassess.workspace.pages.accounts import views as accounts
from reassess.workspace.pages.audit import views as audit
from reassess.workspace.pages.cases import case_posts, document_views, order_view
from reassess.workspace.pages.cases import views as cases
from reassess.workspace.pages.enquiries import views as enquiries
from reassess.workspace.pages.external_reports import views as external_reports
from reassess.workspace.pages.health import health
from reassess.workspace.pages.links import views as links
from reassess.workspace.pages.oversight import views as oversight
from reassess.workspace.pages.people import views as people
from reassess.workspace.pages.queue import home_and_queue
from reassess.workspace.pages.risks import raise_views
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
    path("documents/<int:number>/", document_views.document, name="document"),
    path("documents/<int:number>/original/", document_views.original, name="original"),
    path("documents/<int:number>/pages/<int:page>/", document_views.picture, name="picture"),
    path("definitions/", cases.definitions_tab, name="case_definitions"),
    path("order/", order_view.case_order, name="case_order"),
    path("decide/", cases.decide, name="case_decide"),
    path("take/", case_posts.take, name="take"),
    path("hand-back/", case_posts.hand_back_case, name="hand_back"),
    path("answer/", case_posts.answer, name="answer"),
    path("vote/", case_posts.vote, name="vote"),
    path("approve/", case_posts.approve, name="approve"),
    path("reopen/", case_posts.reopen, name="reopen"),
    path("note/", case_posts.note, name="note"),
    path("contact/", case_posts.contact, name="write_contact"),
    path("first-view/", case_posts.first_view, name="first_view"),
    path("enquiry/", case_posts.enquiry, name="raise_enquiry"),
    path("restrict/", case_posts.restrict, name="restrict"),
    path("raise-risk/", raise_views.raise_on_case, name="case_raise_risk"),
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
    path("", home_and_queue.my_work, name="my_work"),
    path("next/", case_posts.take_next_case, name="take_next"),
    path("queue/", home_and_queue.queue, name="queue"),
    path("queue/export/", home_and_queue.export_queue, name="export_queue"),
    path("queue/filters/", home_and_queue.keep_filter, name="keep_filter"),
    path("cases/", home_and_queue.by_reference, name="by_reference"),
    path("cases/<int:pk>/", include(case_patterns)),
    path("enquiries/", enquiries.enquiries, name="enquiries"),
    path("enquiries/<int:pk>/", enquiries.enquiry, name="enquiry"),
    path("enquiries/<int:pk>/step/", enquiries.step, name="enquiry_step"),
    path("risks/", risks.board, name="risks"),
    path("risks/<int:pk>/", risks.risk, name="risk"),
    path("risks/<int:pk>/step/", risks.step, name="risk_step"),
    path("risks/<int:pk>/form/<slug:body>/", risks.form, name="risk_form"),
    path("links/", links.pairs, name="links"),
    path("links/<int:pk>/", links.pair, name="link"),
    path("links/<int:pk>/judge/", links.judge, name="judge"),
    path("search/", search.search, name="search"),
    path("people/", people.index, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("identifiers/<str:kind>/<path:value>/", people.identifier, name="identifier"),
    path("places/<int:pk>/", people.place, name="place"),
    path("reports/", external_reports.reports, name="reports"),
    path("reports/new/", external_reports.new_report, name="new_report"),
    path("reports/<int:pk>/", external_reports.report, name="report"),
    path("reports/<int:pk>/raise-risk/", raise_views.raise_on_report, name="report_raise_risk"),
    path("reports/<int:pk>/step/", external_reports.step, name="report_step"),
    path("reports/<int:pk>/readers/", external_reports.readers, name="report_readers"),
    path("reports/<int:pk>/file/", external_reports.upload, name="report_file"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export/", audit.export, name="export_audit"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new_account, name="new_account"),
    path("accounts/<int:pk>/", accounts.edit_account, name="edit_account"),
    path("accounts/<int:pk>/withdraw/", accounts.withdraw_account, name="withdraw_account"),
    path("accounts/<int:pk>/renew/", accounts.renew, name="renew_account"),
    path("progress/", oversight.progress, name="progress"),
    path("assurance/", oversight.assurance, name="assurance"),
    path("forecast/", oversight.forecast, name="forecast"),
    path("publications/", oversight.publications, name="publications"),
    path("conduct/", accounts.conduct, name="conduct"),
    path("drafts/", case_posts.draft, name="draft"),
    path("keys/", case_posts.keys, name="keys"),
    path("health/", health, name="health"),
    path("account/", include(account_patterns)),
]
