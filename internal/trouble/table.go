package trouble

import (
	"slices"
	"syscall"

	"charte/internal/message"
)

// The faults that the program finds by itself.
var (
	// NoFile is a registry that was to be read and does not exist.
	NoFile = Entry{What: message.Of("there is no such file"), Do: message.Of("name the registry; with the Debian package run chartectl, which uses the service's settings; the first start of the service creates the file; if it was removed, restore a backup")}
	// NotReadable is a file that was to be read by an account that may not read it.
	NotReadable = Entry{What: message.Of("this account may not read the file or its folder"), Do: message.Of("run the command with the account of the service, with the Debian package by chartectl; if that account may not read the file either, make it the owner: chown -R charte: FOLDER for the package, chown -R 65532:65532 FOLDER for the image and its bind mounts")}
	// EmptyFile is a registry without a byte.
	EmptyFile = Entry{What: message.Of("the file is empty, so it is no registry"), Do: message.Of("name another file, or restore a backup")}
	// Folder is a folder with the name of a file, such as charter.md.
	Folder = Entry{What: message.Of("is a folder, not a file"), Do: message.Of("rename or remove the folder, and put the file in its place; a container engine creates such a folder if the file of a bind mount does not exist")}
	// Brace is a style sheet with an open rule.
	Brace = Entry{What: message.Of("a rule lacks its { or its }"), Do: message.Of("write each rule as :root { … }, with both braces")}
	// namespace is reported by systemd, before the program runs.
	namespace = Entry{What: message.Of("systemd reports status=226/NAMESPACE"), Do: message.Of("the machine, often an LXC container, does not allow the restrictions of charte.service: allow nesting for the container, or turn off in a drop-in the directive that the journal names, for example PrivateUsers=no")}
)

// denied is a file that the service cannot use.
var denied = Entry{What: message.Of("the account of the service may not read and write the file or its folder"), Do: message.Of("make that account the owner of the folder and of the files in it: chown -R charte: FOLDER for the package, chown -R 65532:65532 FOLDER for the image and its bind mounts"),
	matches: either(kernel(syscall.EACCES, syscall.EPERM), sqlite(8, 14, 23))}

// table lists the errors of other programs, the more specific first.
var table = []Entry{
	{What: message.Of("another program is writing to the database"), Do: message.Of("end that program (fuser names it), or wait until it has finished, then try again"),
		matches: sqlite(5, 6)},
	{What: message.Of("the file is not an SQLite database"), Do: message.Of("name the file of the registry, or restore a backup; the file was left unchanged"),
		matches: sqlite(26)},
	{What: message.Of("the database file is damaged"), Do: message.Of("stop the service, store a copy of the file, restore the last backup and run charte verify with the last stored head"),
		matches: sqlite(11)},
	{What: message.Of("the disk cannot be written to: it is full, over its quota or defective"), Do: message.Of("free space on the disk (df -h shows it), raise the quota, or look for its errors with dmesg; what was recorded is not lost"),
		matches: either(sqlite(13, 10), postgres("53100"), kernel(syscall.ENOSPC, syscall.EFBIG, syscall.EDQUOT))},
	{What: message.Of("the account of the service may not use this port"), Do: message.Of("use a port from 1024 on, behind the proxy"),
		matches: privileged},
	{What: message.Of("the file system is read-only"), Do: message.Of("name a folder that can be written to; for the image, mount a volume at /data"),
		matches: kernel(syscall.EROFS)},
	denied,
	{What: message.Of("the folder does not exist"), Do: message.Of("create the folder for the account of the service (install -d -o charte -g charte FOLDER), mount its disk, or correct the path"),
		matches: kernel(syscall.ENOENT, syscall.ENOTDIR)},
	{What: message.Of("is a folder, not a file"), Do: message.Of("name a file in that folder"),
		matches: kernel(syscall.EISDIR)},
	{What: message.Of("another program uses this address"), Do: message.Of("end that program (ss -ltnp names it), or choose a free address as HOST:PORT"),
		matches: kernel(syscall.EADDRINUSE)},
	{What: message.Of("this machine does not have the address"), Do: message.Of("choose an address of this machine as HOST:PORT (ip address lists them)"),
		matches: kernel(syscall.EADDRNOTAVAIL)},

	{What: message.Of("the PostgreSQL server rejects the user or the password"), Do: message.Of("correct both in CHARTE_REGISTRY, with special characters as %%XX; ALTER ROLE … PASSWORD sets a new password"),
		matches: postgres("28P01")},
	{What: message.Of("the PostgreSQL server does not let this user in"), Do: message.Of("create the user, and add a line for user, database and this machine to pg_hba.conf; then reload the server"),
		matches: postgres("28000")},
	{What: message.Of("the database does not exist on the PostgreSQL server"), Do: message.Of("create it (createdb --owner=USER DATABASE), or correct its name in CHARTE_REGISTRY"),
		matches: postgres("3D000")},
	{What: message.Of("the PostgreSQL user may not create or change tables"), Do: message.Of("make the user the owner of the database: ALTER DATABASE … OWNER TO …"),
		matches: postgres("42501")},
	{What: message.Of("the PostgreSQL server has too many clients"), Do: message.Of("raise max_connections, or limit each instance with pool_max_conns in CHARTE_REGISTRY"),
		matches: postgres("53300")},
	{What: message.Of("the PostgreSQL server is a read-only replica"), Do: message.Of("name the primary server, or list all servers with target_session_attrs=read-write in CHARTE_REGISTRY"),
		matches: either(postgres("25006"), wording("read only connection"))},
	{What: message.Of("the PostgreSQL server is starting or shutting down"), Do: message.Of("wait until it has finished; its log shows why if that takes long"),
		matches: postgres("57P01", "57P02", "57P03")},
	{What: message.Of("the certificate of the PostgreSQL server cannot be verified"), Do: message.Of("give the authority's certificate with sslrootcert=FILE, and the host name that the certificate contains; mount the certificates of the machine into the image"),
		matches: certificate},
	{What: message.Of("the PostgreSQL server does not accept encrypted connections"), Do: message.Of("set ssl = on in postgresql.conf, or sslmode=disable in CHARTE_REGISTRY if no network is crossed"),
		matches: wording("server refused TLS connection")},
	{What: message.Of("no server has this host name"), Do: message.Of("correct the host, or the name service of this machine (getent hosts HOST)"),
		matches: unknownHost},
	{What: message.Of("no PostgreSQL server answers at this address"), Do: message.Of("start the server, and compare host and port in CHARTE_REGISTRY with listen_addresses and port of postgresql.conf"),
		matches: refused},
	{What: message.Of("the PostgreSQL server does not answer in time"), Do: message.Of("check the server's load and every firewall on the way; connect_timeout in CHARTE_REGISTRY sets the limit"),
		matches: late},
}

// Entries returns all entries, for the guides.
func Entries() []Entry {
	return slices.Concat(table, []Entry{NoFile, NotReadable, EmptyFile, Folder, Brace, namespace})
}
