package command

import (
	"context"
	"io"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"charte/handlers/operator"
	"charte/internal/consent"
	"charte/internal/csv"
	"charte/internal/i18n"
	"charte/internal/kit"
	"charte/internal/message"
	"charte/internal/metrics"
	"charte/internal/portal"
	"charte/internal/trouble"
)

// adminFlags are the flags for the address of the operator's pages and access to them.
type adminFlags struct {
	Admin      string `default:"localhost:8081" placeholder:"HOST:PORT" help:"Address of the operator's pages and metrics, different from the public one. Without --admin-token, only requests for a loopback host name are answered. \"off\": no such pages."`
	AdminToken string `placeholder:"TOKEN" help:"Password or bearer token required for the operator's pages; mandatory if --admin is not on loopback. Give it in the environment only."`
}

// minToken is the minimum length of the token, in characters. Nothing else protects
// pages that are not on loopback.
const minToken = 16

// check fails if the flags cannot be used. It opens nothing.
func (f adminFlags) check() error {
	if f.Admin == "off" {
		return nil
	}
	host, port, err := net.SplitHostPort(f.Admin)
	if err != nil {
		return message.Errorf("--admin %q: write it as host:port, or off", f.Admin)
	}
	if _, err := net.LookupPort("tcp", port); err != nil {
		return message.Errorf("--admin %q: %q is no port; write it as host:port, or off", f.Admin, port)
	}
	if f.AdminToken != "" && len(f.AdminToken) < minToken {
		return message.Errorf("--admin-token: %d characters at least, for example from openssl rand -hex 16", minToken)
	}
	if !portal.IsLoopback(host) && f.AdminToken == "" {
		return message.Errorf("--admin %s: is not on loopback, so --admin-token must be given too", f.Admin)
	}
	return nil
}

// listen returns the operator's socket passed by systemd, or opens one. It returns nil
// if --admin is off.
func (f adminFlags) listen(given net.Listener) (net.Listener, error) {
	if given != nil {
		f.Admin = given.Addr().String()
	}
	if err := f.check(); err != nil || f.Admin == "off" {
		return nil, misconfigured(err)
	}
	if given != nil {
		return given, nil
	}
	listener, err := net.Listen("tcp", f.Admin)
	if err != nil {
		return nil, trouble.Explain("--admin "+f.Admin, err)
	}
	return listener, nil
}

// operatorPages returns the handler of the operator's listener, and its self-test.
// Neither may be used before content has started.
func (c *serveCommand) operatorPages(o resources, content *reloader, m *metrics.Metrics) (http.Handler, *selfTest, error) {
	builtIn, err := builtInInput(c.source())
	if err != nil {
		return nil, nil, err
	}
	test := &selfTest{command: checkCommand{serveCommand: *c}, content: content, builtIn: builtIn}
	handler, err := operator.New(operator.Config{
		Token: c.AdminToken, Registry: o.registry, Metrics: m.Gather(), Now: c.clock.Now, Log: o.config.Log,
		BaseURL: o.config.BaseURL, Portals: o.config.Portals.Origins(), CookieDomain: o.config.CookieDomain,
		Served: func() operator.Served {
			state, faults := content.status()
			return operator.Served{Content: content.server.Pages().Content(), State: state, Faults: faults, Versions: content.server.Versions(), Pages: content.server.Pages()}
		},
		Kit: func(s operator.Served, words *i18n.Words) (kit.Portal, error) {
			return kitOf(o.config.BaseURL, c.Listen, c.CookieName, s.Charter, words)
		},
		Draft: c.draft(o.config.BaseURL, test), Check: test.run, Arrived: newArrival(o.config.BaseURL, o.config.Portals.Origins()[0]).findings,
		Retention: int(o.retention), Strangers: m.Strangers, Failing: m.Failing,
		Spool:    func() (int64, int64) { return o.spool.Waiting(), o.spool.Lost() },
		Pictures: func() operator.Pictures { return dossierPictures(c.env, "") },
		Dossier: func(ctx context.Context, sheets csv.Format, w io.Writer) error {
			address, err := c.registryFlag.address()
			if err != nil {
				return err
			}
			return writeFullDossier(ctx, c.clock.Now(), o.registry, sheets, stampsFlag{state: c.state}.folder(address), w, o.config.Log)
		},
	})
	return handler, test, err
}

// measured is a registry that reports the duration of each Append to the metrics.
type measured struct {
	consent.Registry
	now     func() time.Time
	metrics *metrics.Metrics
}

func (m measured) Append(ctx context.Context, e consent.Entry) (consent.Record, error) {
	return m.metrics.Append(ctx, m.Registry, m.now, e)
}

// build returns the build information that the go command embedded.
func build() metrics.Build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return metrics.Build{Version: "unknown"}
	}
	b := metrics.Build{Version: info.Main.Version, Go: info.GoVersion}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			b.Revision = s.Value
		}
	}
	return b
}
