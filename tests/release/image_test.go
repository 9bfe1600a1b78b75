//go:build release

package release_test

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The image contains one program, an account without privileges, and no writable folder
// except /data. Its root is run read-only, as a container engine does.
func TestImageServesFromAReadOnlyRootWithoutRights(t *testing.T) {
	image := unpack(t, filepath.Join(build(t, "1.0.0"), "charte_1.0.0_linux_amd64.oci.tar"))
	if files := run(t, "find", image.root, "-mindepth", "1", "-printf", "%P %m %U\n"); files != "data 755 65532\ncharte 555 0\n" && files != "charte 555 0\ndata 755 65532\n" {
		t.Errorf("the image contains\n%s", files)
	}
	if c := image.Config; image.Architecture != "amd64" || c.User != "65532:65532" || c.WorkingDir != "/data" || len(c.Volumes) != 1 {
		t.Errorf("the image's configuration is %+v", image)
	}

	address := freeAddress(t)
	stop := serve(t, address, image.command(t, nil, "CHARTE_LISTEN="+address))
	if answer, body := ask(t, address, "/fr/choice", "decision=refuse&surface=charter&return="); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("a choice is answered by %s\n%s", answer.Status, body)
	}
	if _, page := ask(t, address, "/fr/", ""); !strings.Contains(page, `<html lang="fr"`) {
		t.Error("the image serves no charter")
	}
	stop()
}

// image is an unpacked image.
type image struct {
	root         string
	Architecture string
	Config       struct {
		User       string
		Env        []string
		Entrypoint []string
		Cmd        []string
		WorkingDir string
		Volumes    map[string]struct{}
	}
}

func unpack(t *testing.T, archive string) image {
	t.Helper()
	layout, i := t.TempDir(), image{root: t.TempDir()}
	run(t, "tar", "-xf", archive, "-C", layout)
	var index struct{ Manifests []blob }
	decode(t, filepath.Join(layout, "index.json"), &index)
	var manifest struct {
		Config blob
		Layers []blob
	}
	decode(t, index.Manifests[0].in(layout), &manifest)
	decode(t, manifest.Config.in(layout), &i)
	for _, layer := range manifest.Layers {
		run(t, "tar", "-xpf", layer.in(layout), "-C", i.root)
	}
	return i
}

// command runs the image with a read-only root, as a container engine does. args, if
// any, replace its arguments. Mounts end with the process.
func (i image) command(t *testing.T, args []string, env ...string) *exec.Cmd {
	t.Helper()
	if args == nil {
		args = i.Config.Cmd
	}
	command := exec.Command("unshare", slices.Concat([]string{"--mount", "bash", "-ec", `
		mount --bind "$0" "$0"
		mount -o remount,ro,bind "$0"
		mount -t tmpfs -o mode=0700,uid=65532,gid=65532 none "$0/data"
		exec setpriv --clear-groups unshare --root="$0" --wd="$1" --setgid=65532 --setuid=65532 "${@:2}"`, i.root, i.Config.WorkingDir}, i.Config.Entrypoint, args)...)
	command.Env = slices.Concat(i.Config.Env, []string{"PATH=" + os.Getenv("PATH"),
		"CHARTE_BASE_URL=https://cookies.stmalo-agglomeration.fr", "CHARTE_PORTAL=https://data.stmalo-agglomeration.fr",
		"CHARTE_COOKIE_DOMAIN=stmalo-agglomeration.fr"}, env)
	return command
}

// blob is a reference in an OCI image layout.
type blob struct{ Digest string }

func (b blob) in(layout string) string {
	kind, hash, _ := strings.Cut(b.Digest, ":")
	return filepath.Join(layout, "blobs", kind, hash)
}

func decode(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A bind mount that belongs to another account is named, with the command that corrects it.
func TestImageExplainsAFolderOfAnotherAccount(t *testing.T) {
	image := unpack(t, filepath.Join(build(t, "1.0.0"), "charte_1.0.0_linux_amd64.oci.tar"))
	command := image.command(t, nil, "CHARTE_LISTEN="+freeAddress(t))
	for i, arg := range command.Args {
		command.Args[i] = strings.Replace(arg, "mode=0700,uid=65532,gid=65532", "mode=0755,uid=0,gid=0", 1)
	}
	out, err := command.CombinedOutput()
	want := "charte: --registry sqlite:/data/charte.db: the account of the service may not read and write the file or its folder\n  what to do: make that account the owner"
	if err == nil || !strings.Contains(string(out), want) || !strings.Contains(string(out), "chown -R 65532:65532") {
		t.Errorf("%v\n%s", err, out)
	}
}
