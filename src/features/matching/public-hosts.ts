/** Anybody can have a mailbox here or below, so the domain says nothing of a company. */
export const FREE_MAIL_HOSTS: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com outlook.jp outlook.de outlook.fr hotmail.com hotmail.co.uk hotmail.co.jp hotmail.de
  hotmail.fr hotmail.it hotmail.es live.com live.co.uk live.jp live.nl msn.com yahoo.com yahoo.co.uk yahoo.co.jp yahoo.de
  yahoo.fr yahoo.it yahoo.es yahoo.ca yahoo.com.au yahoo.co.in ymail.ne.jp ymail.com rocketmail.com aol.com aim.com
  icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tuta.io fastmail.com hey.com zoho.com
  mail.com email.com inbox.com hushmail.com gmx.com gmx.de gmx.net gmx.at gmx.ch web.de freenet.de t-online.de arcor.de
  1und1.de posteo.de mailbox.org bluewin.ch orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it
  alice.it tin.it telefonica.net terra.com.br uol.com.br bol.com.br ziggo.nl kpnmail.nl planet.nl xs4all.nl home.nl telenet.be
  skynet.be btinternet.com bt.com sky.com virginmedia.com talktalk.net ntlworld.com comcast.net verizon.net att.net
  sbcglobal.net bellsouth.net cox.net charter.net earthlink.net frontier.com centurylink.net optonline.net juno.com
  windstream.net rogers.com shaw.ca sympatico.ca telus.net videotron.ca bigpond.com bigpond.net.au optusnet.com.au xtra.co.nz
  qq.com 163.com 126.com sina.com yeah.net naver.com hanmail.net daum.net mail.ru yandex.ru yandex.com bk.ru list.ru
  seznam.cz wp.pl onet.pl o2.pl interia.pl docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp vodafone.ne.jp
  nifty.com nifty.ne.jp biglobe.ne.jp ocn.ne.jp plala.or.jp so-net.ne.jp dion.ne.jp infoseek.jp excite.co.jp goo.jp
  livedoor.com rakuten.jp dti.ne.jp asahi-net.or.jp hi-ho.ne.jp odn.ne.jp jcom.home.ne.jp`.split(/\s+/u),
);

/** Many companies have a page on these hosts; a host below one may be a company's own. */
export const SHARED_SITE_HOSTS: ReadonlySet<string> = new Set(
  `facebook.com m.facebook.com instagram.com linkedin.com uk.linkedin.com twitter.com x.com youtube.com tiktok.com yelp.com
  google.com sites.google.com maps.google.com goo.gl g.page linktr.ee bit.ly wix.com wixsite.com squarespace.com weebly.com
  wordpress.com blogspot.com godaddysites.com github.io business.site jimdo.com jimdosite.com line.me lin.ee ameblo.jp
  note.com peraichi.com tabelog.com hotpepper.jp xing.com ebay.com amazon.com etsy.com`.split(/\s+/u),
);
