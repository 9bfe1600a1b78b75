package chromium

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
)

// disabled lists browser features to switch off. The first two keep all frames of a
// page in one process, so that one connection receives the network events of all;
// this disables site isolation, acceptable in a throw-away profile. HttpsUpgrades and
// its companion would request addresses that no page contains. The pages of the
// address bar are never visible and would take a process of 90 MB.
const disabled = "IsolateOrigins,site-per-process,SpareRendererForSitePerProcess,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable," +
	"Translate,MediaRouter,OptimizationHints,OptimizationGuideModelDownloading,AutofillServerCommunication,BackForwardCache,NetworkTimeServiceQuerying," +
	"WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"

// common are the flags of every browser: small, silent and without requests that no
// page makes.
var common = []string{
	"headless", "mute-audio", "hide-scrollbars", "disable-gpu", "no-first-run", "no-default-browser-check", "force-color-profile=srgb",
	"disable-site-isolation-trials", "disable-features=" + disabled,
	"disable-background-networking", "disable-component-update", "disable-default-apps", "disable-extensions", "disable-sync",
	"disable-breakpad", "disable-crash-reporter", "disable-domain-reliability", "disable-client-side-phishing-detection",
	"metrics-recording-only", "safebrowsing-disable-auto-update", "password-store=basic", "use-mock-keychain",
	"disable-dev-shm-usage", "disable-hang-monitor", "disable-prompt-on-repost",
	"disable-background-timer-throttling", "disable-renderer-backgrounding", "disable-backgrounding-occluded-windows",
	"js-flags=--max-old-space-size=192 --optimize-for-size", // megabytes of script heap: beyond it the tab crashes, not the machine
}

// offline makes every connection fail: no name resolves, and addresses without a name
// go through a proxy that does not exist, those of this machine included.
var offline = []string{"host-resolver-rules=MAP * ~NOTFOUND", "proxy-server=socks5://nowhere.invalid", "proxy-bypass-list=<-loopback>"}

// online blocks the browser's own requests for updates and accounts.
var online = []string{"host-resolver-rules=MAP update.googleapis.com ~NOTFOUND, MAP accounts.google.com ~NOTFOUND"}

// allocation returns the options with which chromedp starts the browser. It connects
// through a pipe, so no port is open. For root, chromedp adds --no-sandbox, without
// which Chromium does not start as root.
func allocation(path, home string, o Options) []chromedp.ExecAllocatorOption {
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.NoInheritEnv, chromedp.Env(environment(home)...),
		chromedp.UserDataDir(filepath.Join(home, profile)),
	}
	network := offline
	if o.Online {
		network = online
	}
	for _, flag := range slices.Concat(common, network, o.Flags) {
		name, value, valued := strings.Cut(flag, "=")
		if valued {
			options = append(options, chromedp.Flag(name, value))
		} else {
			options = append(options, chromedp.Flag(name, true))
		}
	}
	return options
}

// environment returns the browser's environment: without the variables that configure
// Charte, since the address of a registry can contain a password, and with the
// temporary home.
func environment(home string) []string {
	variables := []string{"HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_CACHE_HOME=" + home, "TMPDIR=" + home}
	for _, name := range []string{"PATH", "LANG", "TZ", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SYSTEMROOT"} {
		if value, ok := os.LookupEnv(name); ok {
			variables = append(variables, name+"="+value)
		}
	}
	return variables
}
