//! The one authority that everybody in this world believes, and what it signs.

use std::sync::Arc;

use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// An authority of our own.
pub(crate) struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

/// What a server shows, and the key behind it.
pub(crate) struct Shown {
    certificate: Certificate,
    key: KeyPair,
    /// Of whoever stands between the signer and the one that everybody believes.
    between: Vec<Certificate>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let (parameters, key) = authority(name);
        let certificate = parameters.self_signed(&key).expect("a certificate");
        Self { certificate, issuer: Issuer::new(parameters, key) }
    }

    /// Another one, which is believed because this one vouches for it.
    pub(crate) fn vouches_for(&self, name: &str) -> Self {
        let (parameters, key) = authority(name);
        let certificate = parameters.signed_by(&key, &self.issuer).expect("a certificate");
        Self { certificate, issuer: Issuer::new(parameters, key) }
    }

    pub(crate) fn pem(&self) -> String {
        self.certificate.pem()
    }

    /// Signs for these names.
    pub(crate) fn signs(&self, names: &[&str]) -> Shown {
        self.signs_for(names, |_| ())
    }

    /// The same with something changed first.
    pub(crate) fn signs_for(&self, names: &[&str], change: impl FnOnce(&mut CertificateParams)) -> Shown {
        let mut parameters = parameters(names);
        change(&mut parameters);
        let key = KeyPair::generate().expect("a key");
        let certificate = parameters.signed_by(&key, &self.issuer).expect("a certificate");
        Shown { certificate, key, between: Vec::new() }
    }
}

fn authority(name: &str) -> (CertificateParams, KeyPair) {
    let mut parameters = CertificateParams::default();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    parameters.distinguished_name.push(DnType::CommonName, name);
    (parameters, KeyPair::generate().expect("a key"))
}

fn parameters(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    CertificateParams::new(names).expect("names")
}

impl Shown {
    /// Signed by nobody but itself.
    pub(crate) fn by_itself(names: &[&str]) -> Self {
        let key = KeyPair::generate().expect("a key");
        let certificate = parameters(names).self_signed(&key).expect("a certificate");
        Self { certificate, key, between: Vec::new() }
    }

    /// Shows the certificate of its signer too.
    pub(crate) fn with(mut self, signer: &Authority) -> Self {
        self.between.push(signer.certificate.clone());
        self
    }

    /// Certificate and key, as files hold them.
    pub(crate) fn pem(&self) -> [String; 2] {
        let chain = std::iter::once(&self.certificate).chain(&self.between).map(Certificate::pem).collect();
        [chain, self.key.serialize_pem()]
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(self.key.serialize_der()));
        let chain = std::iter::once(&self.certificate).chain(&self.between).map(|one| one.der().clone()).collect();
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .expect("a certificate and its key");
        TlsAcceptor::from(Arc::new(config))
    }
}
