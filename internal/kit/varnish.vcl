backend charte {
	.host = "HOST";
	.port = "PORT";
}

sub vcl_recv {
	if (req.url ~ "^PATH(/|\?|$)") {
		set req.backend_hint = charte;
		if (req.url ~ "^PATH/static/" && (req.method == "GET" || req.method == "HEAD")) {
			unset req.http.Cookie;
			return (hash);
		}
		# The fragment is for includes alone.
		if (req.esi_level == 0 && req.url ~ "^PATH/([A-Za-z0-9-]+/)?part(\?|$)") {
			return (synth(404));
		}
		return (pass);
	}
	# A page is the same for every choice; its fragment is not, and gets all cookies.
	if (req.http.Cookie) {
		set req.http.Cookie = regsub(regsuball(req.http.Cookie, "(^|; *)COOKIE=[^;]*", ""), "^; *", "");
		if (req.http.Cookie == "") {
			unset req.http.Cookie;
		}
	}
}

sub vcl_backend_fetch {
	# If the service does not answer within a second, the include is empty, and the page
	# is as it is without.
	if (bereq.url ~ "^PATH/(([A-Za-z0-9-]+/)?part(\?|$)|static/)") {
		set bereq.connect_timeout = 1s;
		set bereq.first_byte_timeout = 1s;
		set bereq.between_bytes_timeout = 1s;
	}
}

sub vcl_backend_response {
	if (bereq.url ~ "^PATH(/|\?|$)") {
		if (bereq.url ~ "^PATH/([A-Za-z0-9-]+/)?part(\?|$)" && beresp.status != 200) {
			return (error(503, "No fragment"));
		}
		if (bereq.url ~ "^PATH/static/") {
			set beresp.grace = 52w;
		}
		return (deliver);
	}
	if (beresp.http.Content-Type ~ "^text/html") {
		set beresp.do_esi = true;
	}
}

sub vcl_backend_error {
	if (bereq.url ~ "^PATH/([A-Za-z0-9-]+/)?part(\?|$)") {
		set beresp.status = 200;
		set beresp.http.Content-Type = "text/html; charset=utf-8";
		synthetic("");
		return (deliver);
	}
}

sub vcl_deliver {
	# A page with a fragment belongs to one visitor.
	if (req.esi_level == 0 && req.url !~ "^PATH(/|\?|$)" && resp.http.Content-Type ~ "^text/html") {
		set resp.http.Cache-Control = "private, no-cache";
		unset resp.http.ETag;
		unset resp.http.Last-Modified;
		unset resp.http.Expires;
		unset resp.http.Age;
	}
}
