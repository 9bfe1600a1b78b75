package browse

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"
)

// off are features of the browser that the audit does without. The first two keep
// every frame in its page's process, so that one connection sees the traffic of
// all; what that gives up is a wall between sites in a profile that holds nothing
// and is thrown away. HttpsUpgrades would ask for addresses that no page named. The
// address bar's pages, which nobody sees, would take a process of 90 MB.
const off = "IsolateOrigins,site-per-process,SpareRendererForSitePerProcess,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable," +
	"Translate,MediaRouter,OptimizationHints,OptimizationGuideModelDownloading,AutofillServerCommunication,BackForwardCache,NetworkTimeServiceQuerying," +
	"WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"

// flags keep the browser small, silent and without requests of its own.
var flags = [...]string{
	"headless", "mute-audio", "hide-scrollbars", "disable-gpu", "no-first-run", "no-default-browser-check",
	"disable-site-isolation-trials", "disable-features=" + off,
	"disable-background-networking", "disable-component-update", "disable-default-apps", "disable-extensions", "disable-sync",
	"disable-breakpad", "disable-crash-reporter", "disable-domain-reliability", "disable-client-side-phishing-detection",
	"metrics-recording-only", "safebrowsing-disable-auto-update", "password-store=basic", "use-mock-keychain",
	"disable-dev-shm-usage", "disable-hang-monitor", "disable-prompt-on-repost",
	"disable-background-timer-throttling", "disable-renderer-backgrounding", "disable-backgrounding-occluded-windows",
	"js-flags=--max-old-space-size=192 --optimize-for-size", // megabytes of script heap, then the tab ends and not the machine
	// The browser's own questions, of updates and of an account, are of no portal.
	"host-resolver-rules=MAP update.googleapis.com ~NOTFOUND, MAP accounts.google.com ~NOTFOUND",
}

// allocation is how chromedp starts the browser. It talks over a pipe: no port is
// open. As root, Chromium runs without its sandbox or not at all: chromedp adds
// --no-sandbox then, and only then.
func allocation(path, home string, more []string) []chromedp.ExecAllocatorOption {
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.NoInheritEnv, chromedp.Env(environment(home)...), chromedp.UserDataDir(filepath.Join(home, "profile"))}
	for _, flag := range append(flags[:], more...) {
		name, value, valued := strings.Cut(flag, "=")
		if valued {
			options = append(options, chromedp.Flag(name, value))
		} else {
			options = append(options, chromedp.Flag(name, true))
		}
	}
	return options
}

// environment is what the browser gets of ours: nothing that configures Charte (a
// registry's address can hold a password), and a home that is removed.
func environment(home string) []string {
	variables := []string{"HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_CACHE_HOME=" + home, "TMPDIR=" + home}
	for _, name := range []string{"PATH", "LANG", "TZ", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SYSTEMROOT"} {
		if value, ok := os.LookupEnv(name); ok {
			variables = append(variables, name+"="+value)
		}
	}
	return variables
}
