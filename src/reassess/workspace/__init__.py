"""The pages on which a team reads the cases of a review, decides on them and acts on what they find.

The packages form layers. Each imports only those below it; `make test` checks it.

    commands | ordering_api            what the command line and the refit ask
    serve                              the server
    pages                              every view, form and template; no rule and no write of its own
    publishing | allocation | verification | decision_export
                                       from a run to the tables; which case a person takes next; what checks and leaves
    answers | assurance | enquiries | external_reports | links | risks
    votes | people                     what several of the apps above rest on
    cases                              the cases of a run, who may see them, leases and drafts
    accounts                           people, roles, sessions
    audit                              the append-only trail of every change and read
    platform                           settings, database, guards, files, errors

An app is one noun. `models` are its tables, `access` is the one door for reading, `actions` the only gate for writing:
one function for each change, with the acting user, the change and its audit entry in one transaction.
"""
