package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// nginxConfig contains the defaults of Debian's nginx with one worker for one core.
const nginxConfig = `daemon off; worker_processes 1; pid %[1]s/nginx.pid; error_log %[1]s/nginx.error;
events { worker_connections 768; }
http {
  sendfile on; tcp_nopush on; types_hash_max_size 2048;
  include /etc/nginx/mime.types; default_type application/octet-stream;
  access_log %[1]s/nginx.access;
  client_body_temp_path %[1]s/t1; proxy_temp_path %[1]s/t2; fastcgi_temp_path %[1]s/t3; uwsgi_temp_path %[1]s/t4; scgi_temp_path %[1]s/t5;
  gzip_static on;
  server { listen %[2]s; root %[1]s/site; }
}
`

const caddyConfig = `{
	admin off
	auto_https off
	storage file_system %[1]s/caddy
}
http://%[2]s {
	root * %[1]s/site
	file_server {
		precompressed gzip
	}
}
`

// rivals starts nginx and Caddy as servers of a folder.
func (s *suite) rivals(ctx context.Context) (nginx, caddy *process, err error) {
	address, err := freeAddress()
	if err != nil {
		return nil, nil, err
	}
	config := s.file("nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, s.dir, address), 0o644); err != nil {
		return nil, nil, err
	}
	if nginx, err = s.keep(start(ctx, "nginx", address, s.file("nginx.log"), "/usr/sbin/nginx", "-p", s.dir, "-c", config)); err != nil {
		return nil, nil, err
	}
	if address, err = freeAddress(); err != nil {
		return nil, nil, err
	}
	config = s.file("Caddyfile")
	if err := os.WriteFile(config, fmt.Appendf(nil, caddyConfig, s.dir, address), 0o644); err != nil {
		return nil, nil, err
	}
	caddy, err = s.keep(start(ctx, "caddy", address, s.file("caddy.log"), "caddy", "run", "--adapter", "caddyfile", "--config", config))
	return nginx, caddy, err
}

// publish writes the service's response body into the folder that the rivals serve.
func (s *suite) publish(p *process, name, path string, headers ...string) error {
	_, plain, err := fetch(p, path, headers...)
	if err != nil {
		return err
	}
	answer, packed, err := fetch(p, path, append(headers, "Accept-Encoding: gzip")...)
	if err != nil {
		return err
	}
	file := filepath.Join(s.dir, "site", name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	// nginx's worker may run as another user.
	for _, folder := range []string{s.dir, filepath.Dir(file)} {
		if err := os.Chmod(folder, 0o755); err != nil {
			return err
		}
	}
	if answer.Get("Content-Encoding") == "gzip" {
		if err := os.WriteFile(file+".gz", []byte(packed), 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(file, []byte(plain), 0o644)
}
