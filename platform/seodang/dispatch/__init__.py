"""The built-in worker: takes queued jobs from the database and has them graded.

One process holds one grader with its two warm fork servers. Each of its slot threads takes a job under a
lease, grades it, and stores events and the one result under the lease's token. A keeper thread renews the
leases, queues again what dead or silent workers held, and tells the site how the worker is. Everything
lives in the database, so any process may be killed at any moment.
"""
