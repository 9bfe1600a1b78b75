//go:build release

package release_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The arm64 build runs in an emulator: it prints its platform, serves and records.
// Package and image are labelled arm64.
func TestArm64ServesAndIsLabelled(t *testing.T) {
	folder := build(t, "1.0.0", "arm64")
	binary := filepath.Join(folder, "charte_1.0.0_linux_arm64")
	if out := run(t, "qemu-aarch64-static", binary, "version"); !strings.HasPrefix(out, "charte 1.0.0 ") || !strings.Contains(out, "linux/arm64") {
		t.Errorf("version says %q", out)
	}
	if architecture := run(t, "dpkg-deb", "--field", filepath.Join(folder, "charte_1.0.0_arm64.deb"), "Architecture"); architecture != "arm64\n" {
		t.Errorf("the package is for %q", architecture)
	}
	if image := unpack(t, filepath.Join(folder, "charte_1.0.0_linux_arm64.oci.tar")); image.Architecture != "arm64" {
		t.Errorf("the image is for %q", image.Architecture)
	}
	address, registry := freeAddress(t), "sqlite:"+filepath.Join(t.TempDir(), "charte.db")
	service := exec.Command("qemu-aarch64-static", binary, "serve", "--listen", address, "--admin", "off", "--registry", registry,
		"--base-url", "https://cookies.stmalo-agglomeration.fr", "--portal", "https://data.stmalo-agglomeration.fr", "--cookie-domain", "stmalo-agglomeration.fr")
	service.Env = os.Environ()
	stop := serve(t, address, service)
	if _, page := ask(t, address, "/fr/", ""); !strings.Contains(page, `<html lang="fr"`) {
		t.Error("no charter is served")
	}
	if answer, body := ask(t, address, "/fr/choice", "decision=refuse&surface=charter&return="); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("a choice is answered by %s\n%s", answer.Status, body)
	}
	stop()
	if out := run(t, "qemu-aarch64-static", binary, "verify", "--registry", registry); !strings.Contains(out, "1 record, number 1,") {
		t.Errorf("verify says %q", out)
	}
}
