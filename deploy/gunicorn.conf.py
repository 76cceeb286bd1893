"""How gunicorn is started, on a laptop and on a server: gunicorn --config deploy/gunicorn.conf.py migs_site.wsgi"""

# No header of a request decides where the site begins: gunicorn would believe SCRIPT_NAME from the web server in front
# and from everybody behind a socket. Whether a visitor came over TLS is read by Django alone (BASE_URL in env.example).
forwarder_headers = ""
forwarded_allow_ips = ""
secure_scheme_headers = {}

# Who sends or reads a byte a second holds a thread and nothing else. Each thread may need a connection to the database
# (DATABASE_POOL_SIZE in env.example).
worker_class = "gthread"
threads = 22

# More than nginx lets through, which refuses with a page of ours: a thousand fields, to which it adds its own; one may
# have 8 kB, which HTTP/2 packs into five bits a letter.
limit_request_fields = 1100
limit_request_field_size = 16_000

# Lines as the site itself writes them (LOG_FORMAT). Who wants one of each request adds --access-logfile -; it names
# no visitor.
logger_class = "migs_site.monitoring.gunicorn_log.SiteLogger"
access_log_format = "%(m)s %(U)s %(s)s, %(B)s bytes, %(M)s ms"

# A socket by which others could steer it; it would lie in a home that accounts of the site do not have.
control_socket_disable = True
